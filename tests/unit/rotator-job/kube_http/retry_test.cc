#include "kube_http/retry.h"

#include <gtest/gtest.h>

#include "fake_http.h"
#include "testing/fakes.h"

namespace kube_http {
namespace {

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

}  // namespace
}  // namespace kube_http
