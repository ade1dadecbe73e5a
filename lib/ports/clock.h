// Time as an interface. Implementations: sys::SystemClock (sys/clock.h), and fakes::FakeClock in tests, which moves
// only when a test moves it. Implementations allow any number of threads.
#pragma once

#include <chrono>

namespace ports {

class Clock {
 public:
  using WallTime = std::chrono::system_clock::time_point;
  using MonotonicTime = std::chrono::steady_clock::time_point;

  virtual ~Clock() = default;

  // The time of day, to show and to store. May jump; do not measure with it.
  virtual WallTime Now() = 0;

  // A time that never jumps, to measure and to compute deadlines. Has no meaning outside this process.
  virtual MonotonicTime Monotonic() = 0;

  // Blocks for the duration, then returns true. Returns false, without waiting further, as soon as the program has been
  // asked to stop.
  virtual bool Sleep(std::chrono::milliseconds duration) = 0;
};

}  // namespace ports
