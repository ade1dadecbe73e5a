#include "sys/clock.h"

#include <gtest/gtest.h>

namespace sys {
namespace {

TEST(SystemClock, SleepsForAtLeastTheDuration) {
  SystemClock clock;
  const auto begin = clock.Monotonic();
  EXPECT_TRUE(clock.Sleep(std::chrono::milliseconds(2)));
  EXPECT_GE(clock.Monotonic() - begin, std::chrono::milliseconds(2));
}

TEST(SystemClock, TellsTheTimeOfDay) {
  EXPECT_GT(SystemClock().Now(), std::chrono::system_clock::from_time_t(1'700'000'000));  // November 2023.
}

}  // namespace
}  // namespace sys
