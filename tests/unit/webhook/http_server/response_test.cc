#include "http_server/response.h"

#include <gtest/gtest.h>

namespace http_server {
namespace {

std::string Text(const HttpResponse& response, bool close, bool head_only) {
  std::string text = "of the last response";
  Serialize(response, close, head_only, text);
  return text;
}

TEST(Serialize, WritesHeadAndBody) {
  EXPECT_EQ(Text({200, "text/plain", "ok"}, false, false),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
  EXPECT_EQ(Text(ErrorResponse(431), true, false),
            "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: text/plain\r\nContent-Length: 36\r\n"
            "Connection: close\r\n\r\n431 Request Header Fields Too Large\n");
}

TEST(Serialize, LeavesTheBodyOutOfTheAnswerToHead) {
  EXPECT_EQ(Text({200, "text/plain", "ok"}, false, true),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n");
}

}  // namespace
}  // namespace http_server
