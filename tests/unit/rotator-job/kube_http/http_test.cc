#include "kube_http/http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/fakes.h"
#include "testing/loopback_server.h"

namespace kube_http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::chrono::seconds kDeadline(20);

// tests/contract and the rings on a cluster talk to the real API server, over TLS.
class HttpTest : public testing::Test {
 protected:
  std::unique_ptr<Http> ConnectTo(const std::string& url) {
    files.contents["/token"] = "t-1";
    Access access;
    access.server = url;
    access.token_file = "/token";
    credentials.emplace(std::move(access), files, programs, clock);
    return *Connect(*credentials, "agent/1", kDeadline);
  }
  static HttpRequest Request(const std::string& method, std::string_view body = "") {
    HttpRequest request;
    request.method = method;
    request.path = "/x";
    request.content_type = body.empty() ? "" : "application/json";
    request.body = base::SecretBytes(body);
    return request;
  }

  class NoPrograms final : public ports::Programs {
   public:
    base::Result<base::SecretBytes> Run(const ports::Program&, std::chrono::milliseconds, std::size_t) override {
      return base::Fail(base::Code::kNotFound, "no programs here");
    }
  };
  fakes::FakeFiles files;
  NoPrograms programs;
  fakes::FakeClock clock;
  std::optional<Credentials> credentials;
};

TEST_F(HttpTest, SendsTheTokenTheAgentAndTheBody) {
  fakes::LoopbackServer server(
      {fakes::Answer("200 OK", "one"), fakes::Answer("429 Too Many Requests", "two", "Retry-After: 7\r\n")});
  const auto http = ConnectTo(server.Url());
  const auto read = http->Send(Request("GET"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->status, 200);
  EXPECT_EQ(read->body.Reveal(), "one");
  const auto written = http->Send(Request("PATCH", "{}"));
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(written->status, 429);
  EXPECT_EQ(written->retry_after, std::chrono::seconds(7));
  const auto& requests = server.Requests();
  EXPECT_THAT(requests[0], StartsWith("GET /x HTTP/1.1\r\n"));
  EXPECT_THAT(requests[0], HasSubstr("\r\nUser-Agent: agent/1\r\n"));
  EXPECT_THAT(requests[0], HasSubstr("\r\nAuthorization: Bearer t-1\r\n"));
  EXPECT_THAT(requests[1], StartsWith("PATCH /x HTTP/1.1\r\n"));
  EXPECT_THAT(requests[1], testing::EndsWith("\r\n\r\n{}"));
}

TEST_F(HttpTest, ReadsTheServersClock) {
  fakes::LoopbackServer server(
      {fakes::Answer("200 OK", "", "Date: Tue, 24 Nov 2026 06:00:00 GMT\r\n"), fakes::Answer("200 OK", "")});
  const auto http = ConnectTo(server.Url());
  EXPECT_EQ(http->Send(Request("GET"))->date, std::chrono::system_clock::from_time_t(1'795'500'000));
  EXPECT_EQ(http->Send(Request("GET"))->date, std::nullopt);
}

TEST_F(HttpTest, TriesOnceMoreWithARenewedToken) {
  fakes::LoopbackServer server({fakes::Answer("401 Unauthorized", ""), fakes::Answer("200 OK", "")});
  const auto http = ConnectTo(server.Url());
  // The file is replaced after its token was read: the refresh of the second try sees the new token.
  class Swapping final : public ports::Files {
   public:
    base::Result<base::SecretBytes> Read(const std::string&, std::size_t) override {
      return base::SecretBytes(std::string_view(++reads == 1 ? "t-1" : "t-2"));
    }
    int reads = 0;
  } swapping;
  Access access;
  access.server = server.Url();
  access.token_file = "/token";
  Credentials renewed(std::move(access), swapping, programs, clock);
  const auto answer = (*Connect(renewed, "agent/1", kDeadline))->Send(Request("PATCH", "{}"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(server.Requests()[1], HasSubstr("Bearer t-2"));
}

TEST_F(HttpTest, TellsNothingSentFromAnAnswerThatWasLost) {
  fakes::LoopbackServer server({"", ""});  // Closes without an answer.
  const auto http = ConnectTo(server.Url());
  EXPECT_EQ(http->Send(Request("GET")).error().code, base::Code::kUnavailable);
  EXPECT_EQ(http->Send(Request("PATCH", "{}")).error().code, base::Code::kUnknown);
  server.Requests();  // The port is closed from here on.
  const auto refused = http->Send(Request("PATCH", "{}"));
  EXPECT_EQ(refused.error().code, base::Code::kUnavailable);
  EXPECT_THAT(refused.error().message, StartsWith("the API server http://127.0.0.1:"));
  EXPECT_THAT(refused.error().message, Not(HasSubstr("t-1")));
}

TEST_F(HttpTest, FailsWithoutACredential) {
  const auto http = ConnectTo("http://127.0.0.1:1");
  files.contents.clear();
  EXPECT_THAT(http->Send(Request("GET")).error().message, HasSubstr("the account's token"));
  EXPECT_FALSE(http->Open("/x"));
}

// All lines until the stream ends.
std::pair<std::vector<std::string>, std::string> Drain(HttpStream& stream) {
  std::vector<std::string> all;
  for (;;) {
    auto lines = stream.Next(kDeadline);
    if (!lines) {
      return {all, lines.error().message};
    }
    all.insert(all.end(), lines->begin(), lines->end());
  }
}

TEST_F(HttpTest, StreamsLinesUntilTheServerEnds) {
  fakes::LoopbackServer server({fakes::Answer("200 OK", "one\ntwo\nhalf")});
  const auto http = ConnectTo(server.Url());
  auto stream = http->Open("/watch");
  ASSERT_TRUE(stream);
  const auto [lines, end] = Drain(**stream);
  EXPECT_THAT(lines, ElementsAre("one", "two"));
  EXPECT_THAT(end, StartsWith("the watch of http://127.0.0.1:"));
  EXPECT_THAT(server.Requests()[0], StartsWith("GET /watch HTTP/1.1\r\n"));
}

TEST_F(HttpTest, EndsAStreamOfAnotherStatus) {
  fakes::LoopbackServer server({fakes::Answer("410 Gone", "{}\n")});
  const auto http = ConnectTo(server.Url());
  auto stream = http->Open("/watch");
  ASSERT_TRUE(stream);
  EXPECT_EQ(Drain(**stream), (std::pair<std::vector<std::string>, std::string>({}, "watch: HTTP status 410")));
}

TEST(CurlPodProbe, SendsTheTokenInTheProofsHeader) {
  fakes::LoopbackServer server(
      {fakes::Answer("200 OK", "body"), "HTTP/1.1 401 Unauthorized\r\n\r\n", fakes::Answer("200 OK", "")});
  token::Proof proof;
  proof.port = server.Port();
  CurlPodProbe probe;
  const base::SecretBytes token(std::string_view("t-1"));
  EXPECT_EQ(*probe.Ask("127.0.0.1", proof, token), 200);
  proof.method = "HEAD";
  EXPECT_EQ(*probe.Ask("127.0.0.1", proof, token), 401);
  proof.method = "GET";
  EXPECT_EQ(*probe.Ask("127.0.0.1", proof, token), 200);
  const auto& requests = server.Requests();
  EXPECT_THAT(requests[0], StartsWith("POST /v1/auth HTTP/1.1\r\n"));
  EXPECT_THAT(requests[0], HasSubstr("\r\nx-token: t-1\r\n"));
  EXPECT_THAT(requests[1], StartsWith("HEAD /v1/auth"));
  EXPECT_THAT(requests[2], StartsWith("GET /v1/auth"));
}

TEST(GetFromPod, ReturnsTheBodyOfASuccess) {
  fakes::LoopbackServer server({fakes::Answer("200 OK", "metrics"), fakes::Answer("404 Not Found", "")});
  EXPECT_EQ(*GetFromPod("127.0.0.1", server.Port(), "/metrics"), "metrics");
  EXPECT_EQ(GetFromPod("127.0.0.1", server.Port(), "/metrics").error().message,
            "the pod at 127.0.0.1 does not answer: HTTP status 404");
  EXPECT_THAT(server.Requests()[0], StartsWith("GET /metrics HTTP/1.1\r\n"));
}

TEST(CurlPodProbe, NamesThePodThatDoesNotAnswer) {
  token::Proof proof;
  {
    fakes::LoopbackServer closed({});
    proof.port = closed.Port();
  }
  const auto asked = CurlPodProbe().Ask("127.0.0.1", proof, base::SecretBytes(std::string_view("t-1")));
  EXPECT_EQ(asked.error().code, base::Code::kUnavailable);
  EXPECT_THAT(asked.error().message, StartsWith("the pod at 127.0.0.1 does not answer: "));
}

}  // namespace
}  // namespace kube_http
