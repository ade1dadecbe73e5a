// Time, as the programs see it. Implementations: sys/clock.h, and testing::FakeClock, which moves only when told.
//
// All implementations may be used by any number of threads at once.
#pragma once

#include <chrono>

namespace ports {

class Clock {
 public:
  using WallTime = std::chrono::system_clock::time_point;
  using MonotonicTime = std::chrono::steady_clock::time_point;

  virtual ~Clock() = default;

  // The time of day: to show and to store, never to measure with. It may jump.
  virtual WallTime Now() = 0;

  // A time that never jumps and means nothing outside of this process: to measure and to wait with.
  virtual MonotonicTime Monotonic() = 0;

  // Returns after the duration, or at once if the program has been asked to stop; then the answer is false.
  virtual bool Sleep(std::chrono::milliseconds duration) = 0;
};

}  // namespace ports
