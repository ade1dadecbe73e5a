// The machine's clocks.
#pragma once

#include "ports/clock.h"
#include "sys/stop_signal.h"

namespace sys {

class SystemClock final : public ports::Clock {
 public:
  // Sleep() ends early when `stop` is requested; without one it always sleeps to the end. Borrowed, may be null.
  explicit SystemClock(StopSignal* stop = nullptr) : stop_(stop) {}

  WallTime Now() override;
  MonotonicTime Monotonic() override;
  bool Sleep(std::chrono::milliseconds duration) override;

 private:
  StopSignal* stop_;
};

}  // namespace sys
