#include "http_server/http_head.h"

#include <gtest/gtest.h>

#include <string>

#include "http_server/http_parser.h"

namespace http_server {
namespace {

constexpr std::string_view kPost = "POST /validate?timeout=5s HTTP/1.1\r\nHost: a\r\n";

Head Check(const std::string& fields) { return CheckHead(std::string(kPost) + fields + "\r\n"); }

TEST(CheckHead, MeasuresAGoodHead) {
  const Head head = Check("Content-Length: 12\r\nContent-Type: application/json\r\n");
  EXPECT_EQ(head.state, Head::State::kGood);
  EXPECT_EQ(head.body_length, 12U);
  EXPECT_FALSE(head.close);  // No Connection header means that the connection stays: RFC 9112.
  EXPECT_TRUE(Check("Connection: close\r\n").close);
  EXPECT_TRUE(CheckHead("GET / HTTP/1.0\r\n\r\n").close);
}

TEST(CheckHead, WaitsForTheRest) {
  const std::string whole = std::string(kPost) + "\r\n";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(CheckHead(whole.substr(0, length)).state, Head::State::kIncomplete) << length;
  }
}

TEST(CheckHead, RefusesWhatTwoReadersCouldTakeDifferently) {
  const std::pair<std::string, int> cases[] = {
      {"Content-Length: 1\r\nContent-Length: 1\r\n", 400},
      {"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", 400},
      {"Transfer-Encoding: chunked\r\n", 411},
      {"Content-Length: 0x10\r\n", 400},
      {"Content-Length: \r\n", 400},
      {"Content-Length: 1, 1\r\n", 400},
      {"Content-Length: 8388609\r\n", 413},
      {"Content-Length: 99999999999999999999999\r\n", 413},
      {"Content-Length : 1\r\n", 400},
      {": 1\r\n", 400},
      {"no colon\r\n", 400},
      {" folded\r\n", 400},
      {"Host: b\r\n", 400},
      {std::string("X: a\0b\r\n", 8), 400},
      {"X: a\rb\r\n", 400},
      {"X: a\nb: c\r\n", 400},
      {"X: " + std::string(kMaxHead, 'a') + "\r\n", 431},
  };
  for (const auto& [fields, status] : cases) {
    const Head head = Check(fields);
    EXPECT_EQ(head.state, Head::State::kBad) << fields;
    EXPECT_EQ(head.status, status) << fields;
  }
  for (const auto* line : {"", " / HTTP/1.1", "GET HTTP/1.1", "GET  / HTTP/1.1", "GET / HTTP/2.0", "GET / http/1.1",
                           "G(T / HTTP/1.1", "GET http://a/ HTTP/1.1", "GET / HTTP/1.1 "}) {
    EXPECT_EQ(CheckHead(std::string(line) + "\r\n\r\n").state, Head::State::kBad) << line;
  }
}

TEST(ParseHead, GivesWhatPistacheReads) {
  const auto parsed = ParseHead(std::string(kPost) + "Content-Type: application/json; charset=utf-8\r\n\r\n");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->method, "POST");
  EXPECT_EQ(parsed->path, "/validate");
  EXPECT_EQ(parsed->content_type.substr(0, 16), "application/json");
  EXPECT_FALSE(ParseHead("NONSENSE / HTTP/1.1\r\n\r\n").has_value());
}

}  // namespace
}  // namespace http_server
