#include "http_server/response.h"

namespace http_server {
namespace {

std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

}  // namespace

HttpResponse ErrorResponse(int status) {
  return {status, "text/plain", std::to_string(status) + " " + std::string(Reason(status)) + "\n"};
}

void Serialize(const HttpResponse& response, bool close, bool head_only, std::string& text) {
  constexpr std::size_t kHeadRoom = 160;
  text.reserve(response.body.size() + kHeadRoom);
  text = "HTTP/1.1 ";
  text.append(std::to_string(response.status)).append(" ").append(Reason(response.status));
  text.append("\r\nContent-Type: ").append(response.content_type);
  text.append("\r\nContent-Length: ").append(std::to_string(response.body.size()));
  text.append(close ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
  if (!head_only) {
    text.append(response.body);
  }
}

}  // namespace http_server
