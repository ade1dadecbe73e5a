#include "webhook/http_parser.h"

#include <pistache/http.h>

#include <exception>

namespace webhook {

std::optional<ParsedHead> ParseHead(std::string_view head) {
  try {
    Pistache::Http::RequestParser parser(head.size());
    if (!parser.feed(head.data(), head.size())) {
      return std::nullopt;
    }
    // The body stays in the connection's buffer: "again" is what a head with a body ends with.
    parser.parse();
    const auto& request = parser.request;
    ParsedHead parsed;
    parsed.method = Pistache::Http::methodString(request.method());
    parsed.path = request.resource();
    if (const auto type = request.headers().tryGet<Pistache::Http::Header::ContentType>()) {
      parsed.content_type = type->mime().toString();
    }
    return parsed;
  } catch (const std::exception&) {
    return std::nullopt;  // The parser throws on what it does not know.
  }
}

}  // namespace webhook
