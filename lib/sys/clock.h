// The clocks of the machine. Any number of threads.
#pragma once

#include "ports/clock.h"
#include "sys/stop_signal.h"

namespace sys {

class SystemClock final : public ports::Clock {
 public:
  // Sleep() returns early once `stop` is requested. If `stop` is null, Sleep() always blocks for the whole duration.
  // Borrowed.
  explicit SystemClock(StopSignal* stop = nullptr) : stop_(stop) {}

  WallTime Now() override;
  MonotonicTime Monotonic() override;
  bool Sleep(std::chrono::milliseconds duration) override;

 private:
  StopSignal* stop_;
};

}  // namespace sys
