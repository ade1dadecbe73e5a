#include "rotation/retry.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

TEST(ClassifyError, RetriesOnlyWhatMayPass) {
  for (const auto code : {base::Code::kConflict, base::Code::kUnavailable, base::Code::kUnknown}) {
    EXPECT_EQ(ClassifyError({code, ""}), ErrorClass::kRetry);
    EXPECT_EQ(EndingOf({code, ""}).exit, Exit::kUnreachable);
  }
  for (const auto code : {base::Code::kInvalid, base::Code::kNotFound, base::Code::kDenied, base::Code::kInternal}) {
    EXPECT_EQ(ClassifyError({code, ""}), ErrorClass::kRefused);
    EXPECT_EQ(EndingOf({code, ""}).exit, Exit::kNeedsPerson);
  }
}

class RetryUntilTest : public RotationFixture {
 protected:
  // The number of calls and the last code; the first `failures` calls fail.
  std::pair<int, bool> Call(int failures, base::Code code, std::chrono::seconds patience) {
    int calls = 0;
    const auto result = RetryUntil(context, clock.Monotonic() + patience, [&]() -> base::Result<void> {
      return ++calls > failures ? base::Result<void>() : base::Fail(code, "no");
    });
    return {calls, result.has_value()};
  }
  Settings settings;
  const Context context{settings, profile, cluster, cluster, clock, random, log};
};

TEST_F(RetryUntilTest, StopsAtSuccessRefusalOrTime) {
  EXPECT_EQ(Call(3, base::Code::kUnknown, std::chrono::seconds(60)), std::pair(4, true));
  EXPECT_EQ(Call(3, base::Code::kDenied, std::chrono::seconds(60)), std::pair(1, false));
  const auto [calls, succeeded] = Call(1000, base::Code::kUnavailable, std::chrono::seconds(60));
  EXPECT_FALSE(succeeded);
  EXPECT_GT(calls, 10);
  EXPECT_LT(calls, 40) << "pauses grow to 2.5 to 5 s";
}

TEST_F(RetryUntilTest, StopsIfTheProgramIsAskedTo) {
  clock.Stop();
  EXPECT_EQ(Call(3, base::Code::kUnknown, std::chrono::seconds(60)), std::pair(1, false));
}

}  // namespace
}  // namespace rotation
