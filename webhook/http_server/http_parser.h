// Pistache's HTTP parser behind one function: the only file that knows Pistache.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace http_server {

struct ParsedHead {
  std::string method;
  std::string path;  // Without the query.
  std::string content_type;
};

// The parts of a head that CheckHead (http_head.h) has found good, the empty line included; where Pistache refuses it
// the status to refuse with, 400 or 415, and 503 where memory does not suffice. Any number of threads; never throws.
tl::expected<ParsedHead, int> ParseHead(std::string_view head);

}  // namespace http_server
