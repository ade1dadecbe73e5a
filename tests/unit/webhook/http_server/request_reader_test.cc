#include "http_server/request_reader.h"

#include <gtest/gtest.h>

#include "fakes.h"

namespace http_server {
namespace {

using State = RequestReader::State;

std::string Post(std::string_view body, std::string_view path = "/", std::string_view fields = "") {
  return "POST " + std::string(path) + " HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(fields) + "\r\n" + std::string(body);
}

class RequestReaderTest : public testing::Test {
 protected:
  Echo handler_;
  BodyBudget bodies_{100000};
  RequestReader reader_{handler_, bodies_, "10.0.0.1:1"};
};

TEST_F(RequestReaderTest, HandlesARequestThatArrivesByteByByte) {
  const auto request = Post("body");
  for (std::size_t i = 0; i + 1 < request.size(); ++i) {
    reader_.Append(std::string_view(request).substr(i, 1));
    EXPECT_EQ(reader_.Read(), i + 1 < request.size() - 4 ? State::kHead : State::kBody);
  }
  reader_.Append("y");
  EXPECT_EQ(reader_.Read(), State::kComplete);
  EXPECT_EQ(reader_.Handle().body, "body");
  EXPECT_EQ(handler_.peer, "10.0.0.1:1");
  EXPECT_TRUE(reader_.Empty());
}

TEST_F(RequestReaderTest, HandlesRequestsInTheirOrderAndTerminatesEachBody) {
  reader_.Append(Post("one") + Post("two", "/", "Connection: close\r\n") + "POST");
  EXPECT_EQ(reader_.Read(), State::kComplete);
  EXPECT_FALSE(reader_.WantsClose());
  EXPECT_EQ(reader_.Handle().body, "one");
  EXPECT_TRUE(handler_.terminated);
  EXPECT_EQ(reader_.Read(), State::kComplete);
  EXPECT_TRUE(reader_.WantsClose());
  EXPECT_EQ(reader_.Handle().body, "two");
  EXPECT_TRUE(handler_.terminated);
  EXPECT_EQ(reader_.Read(), State::kHead);
  EXPECT_FALSE(reader_.Empty());
}

TEST_F(RequestReaderTest, ChecksAnotherPathEvenIfTheLastHeadIsKnown) {
  reader_.Append(Post("one"));
  EXPECT_EQ(reader_.Read(), State::kComplete);
  reader_.Handle();
  reader_.Append(Post("one", "/no"));
  EXPECT_EQ(reader_.Read(), State::kRejected);
  EXPECT_EQ(reader_.Rejection().status, 404);
}

TEST_F(RequestReaderTest, RejectsABadHeadAndABadRequestBeforeTheBody) {
  reader_.Append("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_EQ(reader_.Read(), State::kRejected);
  EXPECT_EQ(reader_.Rejection().status, 411);
  RequestReader other(handler_, bodies_, "");
  other.Append("POST /no HTTP/1.1\r\nContent-Length: 5000\r\n\r\n");
  EXPECT_EQ(other.Read(), State::kRejected);
  EXPECT_EQ(other.Rejection().status, 404);
}

TEST_F(RequestReaderTest, HoldsTheBudgetOfALargeBodyUntilItIsHandled) {
  const auto request = Post(std::string(90000, 'x'));
  reader_.Append(std::string_view(request).substr(0, 1000));
  EXPECT_EQ(reader_.Read(), State::kBody);
  EXPECT_EQ(bodies_.Left(), 10000U);
  RequestReader other(handler_, bodies_, "");
  other.Append("POST / HTTP/1.1\r\nContent-Length: 16385\r\n\r\n");
  EXPECT_EQ(other.Read(), State::kRejected);
  EXPECT_EQ(other.Rejection().status, 503);
  reader_.Append(std::string_view(request).substr(1000));
  EXPECT_EQ(reader_.Read(), State::kComplete);
  reader_.Handle();
  EXPECT_EQ(bodies_.Left(), 100000U);
}

TEST_F(RequestReaderTest, ShowsHeadAsGet) {
  reader_.Append("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(reader_.Read(), State::kComplete);
  EXPECT_TRUE(reader_.IsHead());
  EXPECT_EQ(handler_.method, "GET");
  reader_.Handle();
  EXPECT_EQ(reader_.Read(), State::kComplete);
  EXPECT_FALSE(reader_.IsHead());
}

TEST_F(RequestReaderTest, AnswersAnExceptionWith500) {
  reader_.Append(Post("x", "/throw"));
  EXPECT_EQ(reader_.Read(), State::kComplete);
  EXPECT_EQ(reader_.Handle().status, 500);
}

}  // namespace
}  // namespace http_server
