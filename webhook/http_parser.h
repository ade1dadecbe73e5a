// Pistache's HTTP parser behind one function: the only file that knows Pistache.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace webhook {

struct ParsedHead {
  std::string method;
  std::string path;  // Without the query.
  std::string content_type;
};

// The parts of a head that CheckHead (http_head.h) has found good, the empty line included. Null if Pistache refuses
// it. Any number of threads; never throws.
std::optional<ParsedHead> ParseHead(std::string_view head);

}  // namespace webhook
