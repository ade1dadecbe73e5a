#include "http_server/http_parser.h"

#include <gtest/gtest.h>

namespace http_server {
namespace {

TEST(ParseHead, ReadsMethodPathAndContentType) {
  const auto head = ParseHead(
      "POST /validate?timeout=5s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n");
  ASSERT_TRUE(head.has_value());
  EXPECT_EQ(head->method, "POST");
  EXPECT_EQ(head->path, "/validate");
  EXPECT_EQ(head->content_type, "application/json");
}

TEST(ParseHead, LeavesAnAbsentContentTypeEmpty) {
  const auto head = ParseHead("GET /healthz HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(head.has_value());
  EXPECT_EQ(head->content_type, "");
}

TEST(ParseHead, GivesTheStatusOfWhatItCannotRead) {
  EXPECT_EQ(ParseHead("BREW /pot HTTP/1.1\r\n\r\n").error(), 400);
  EXPECT_EQ(ParseHead("GET / HTTP/9\r\n\r\n").error(), 400);
  EXPECT_EQ(ParseHead("POST / HTTP/1.1\r\nContent-Type: nonsense\r\n\r\n").error(), 415);
}

}  // namespace
}  // namespace http_server
