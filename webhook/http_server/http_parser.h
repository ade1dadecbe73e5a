// Pistache's HTTP parser behind one function. No other file includes Pistache.
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

// Parses a complete head, including the empty line, that CheckHead() (http_head.h) has accepted. On failure, the status
// to respond with: 400, 415 for an unreadable Content-Type, 503 if memory runs out. Any number of threads; never
// throws.
tl::expected<ParsedHead, int> ParseHead(std::string_view head);

}  // namespace http_server
