#include "http_server/http_parser.h"

#include <pistache/http.h>

#include <exception>
#include <new>

namespace http_server {

tl::expected<ParsedHead, int> ParseHead(std::string_view head) {
  try {
    Pistache::Http::RequestParser parser(head.size());
    if (!parser.feed(head.data(), head.size())) {
      return tl::unexpected<int>(400);
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
  } catch (const Pistache::Http::HttpError& error) {
    return tl::unexpected<int>(error.code() == 415 ? 415 : 400);  // The parser throws on what it does not know.
  } catch (const std::bad_alloc&) {
    return tl::unexpected<int>(503);
  } catch (const std::exception&) {
    return tl::unexpected<int>(400);
  }
}

}  // namespace http_server
