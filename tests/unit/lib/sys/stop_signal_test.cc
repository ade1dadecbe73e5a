#include "sys/stop_signal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "sys/clock.h"

namespace sys {
namespace {

TEST(StopSignal, EndsEachSleepOnceItIsRequested) {
  StopSignal stop;
  SystemClock clock(&stop);
  EXPECT_TRUE(clock.Sleep(std::chrono::milliseconds(1)));
  EXPECT_FALSE(stop.WaitFor(std::chrono::milliseconds(0)));
  kill(getpid(), SIGTERM);
  EXPECT_FALSE(clock.Sleep(std::chrono::hours(1)));
  EXPECT_FALSE(clock.Sleep(std::chrono::hours(10000)));  // More milliseconds than poll() takes.
  EXPECT_TRUE(stop.WaitFor(std::chrono::milliseconds(0)));
}

}  // namespace
}  // namespace sys
