#include "kube_http/retry.h"

#include <gtest/gtest.h>

#include <deque>

#include "kube_http/wire_log.h"
#include "testing/fakes.h"

namespace kube_http {
namespace {

// Answers as the test says, then with 200 for ever. A status below 0 is a failure of that code.
class Script final : public Http {
 public:
  base::Result<HttpAnswer> Send(const HttpRequest&) override {
    ++calls;
    const long status = statuses.empty() ? 200 : statuses.front();
    if (!statuses.empty()) {
      statuses.pop_front();
    }
    if (status == kNothingSent) {
      return base::Fail(base::Code::kUnavailable, "no connection");
    }
    if (status == kLost) {
      return base::Fail(base::Code::kUnknown, "lost");
    }
    HttpAnswer answer;
    answer.status = status;
    answer.retry_after = retry_after;
    answer.body = base::SecretBytes(std::string_view(body));
    return answer;
  }
  base::Result<std::unique_ptr<HttpStream>> Open(const std::string&) override {
    return base::Fail(base::Code::kUnavailable, "no stream");
  }
  static constexpr long kNothingSent = -1;
  static constexpr long kLost = -2;
  std::deque<long> statuses;
  std::chrono::seconds retry_after{0};
  std::string body = "secret-body";
  int calls = 0;
};

class RetryTest : public testing::Test {
 protected:
  // The status in the end, or the failure's number.
  long Send(const char* method, std::deque<long> statuses) {
    script.statuses = std::move(statuses);
    script.calls = 0;
    const auto began = clock.Monotonic();
    HttpRequest request;
    request.method = method;
    request.path = "/x";
    const auto answer = http.Send(request);
    waited = std::chrono::duration_cast<std::chrono::milliseconds>(clock.Monotonic() - began);
    return answer ? answer->status : answer.error().code == base::Code::kUnknown ? Script::kLost : Script::kNothingSent;
  }
  Script script;
  fakes::FakeClock clock;
  fakes::FakeRandom random;
  RetryingHttp http{script, clock, random};
  std::chrono::milliseconds waited{};
};

TEST_F(RetryTest, TriesReadsAgainAfterWhatMayPass) {
  for (const long status : {429L, 500L, 502L, 503L, 504L, Script::kNothingSent}) {
    EXPECT_EQ(Send("GET", {status, status}), 200) << status;
    EXPECT_EQ(script.calls, 3) << status;
  }
  for (const long status : {400L, 401L, 403L, 404L, 409L, 501L}) {
    EXPECT_EQ(Send("GET", {status}), status);
    EXPECT_EQ(script.calls, 1) << status;
  }
}

TEST_F(RetryTest, TriesWritesAgainOnlyWhereNothingWasDone) {
  EXPECT_EQ(Send("PATCH", {429, Script::kNothingSent}), 200);
  EXPECT_EQ(script.calls, 3);
  for (const long status : {500L, 503L, 409L, Script::kLost}) {
    EXPECT_EQ(Send("PATCH", {status}), status);
    EXPECT_EQ(script.calls, 1) << status;
  }
}

TEST_F(RetryTest, GivesUpAfterItsTriesAndWaitsLongerEachTime) {
  EXPECT_EQ(Send("GET", {503, 503, 503, 503, 503, 503}), 503);
  EXPECT_EQ(script.calls, RetryingHttp::kTries);
  EXPECT_GE(waited, std::chrono::milliseconds(350));
  EXPECT_LE(waited, std::chrono::milliseconds(700));
}

TEST_F(RetryTest, GivesAnApiServerThatHasJustBeenStartedTimeToReadTheRoles) {
  script.body = R"({"message":"secrets \"a\" is forbidden: User \"b\" cannot patch resource \"secrets\""})";
  EXPECT_EQ(Send("PATCH", {403, 403, 403, 403, 403}), 200);
  EXPECT_EQ(Send("PATCH", {403, 403, 403, 403, 403, 403, 403}), 403);
  EXPECT_EQ(script.calls, RetryingHttp::kForbiddenTries);
  EXPECT_LE(waited, std::chrono::milliseconds(6300));
  script.body = R"({"message":"admission webhook \"w\" denied the request: one cannot do that"})";
  EXPECT_EQ(Send("PATCH", {403}), 403);
  EXPECT_EQ(script.calls, 1);
}

TEST_F(RetryTest, WaitsAsLongAsItIsToldWithinReason) {
  script.retry_after = std::chrono::seconds(3);
  EXPECT_EQ(Send("PATCH", {429}), 200);
  EXPECT_EQ(waited, std::chrono::seconds(3));
  script.retry_after = std::chrono::hours(1);
  EXPECT_EQ(Send("GET", {503}), 200);
  EXPECT_EQ(waited, RetryingHttp::kMaxWait);
}

TEST_F(RetryTest, StopsWaitingWhenTheProgramIsAskedToStop) {
  clock.Stop();
  EXPECT_EQ(Send("GET", {503}), 503);
  EXPECT_EQ(script.calls, 1);
}

class FieldLog final : public ports::Log {
 public:
  void Write(ports::Level, std::string_view, std::initializer_list<ports::Field> fields) override {
    for (const auto& field : fields) {
      keys.emplace_back(field.key);
      if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        texts += std::string(*text) + " ";
      }
    }
  }
  std::vector<std::string> keys;
  std::string texts;
};

TEST(WireLog, ShowsMethodPathStatusAndTimeAndNothingElse) {
  Script script;
  FieldLog log;
  fakes::FakeClock clock;
  LoggingHttp http(script, log, clock);
  HttpRequest request;
  request.method = "PATCH";
  request.path = "/api/v1/x";
  request.body = base::SecretBytes(std::string_view("secret-request"));
  ASSERT_TRUE(http.Send(request));
  EXPECT_EQ(log.keys, (std::vector<std::string>{"method", "path", "status", "milliseconds"}));
  EXPECT_EQ(log.texts, "PATCH /api/v1/x ");
}

}  // namespace
}  // namespace kube_http
