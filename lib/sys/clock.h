// The machine's clocks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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

// RFC 3339 in UTC with milliseconds, for example "2026-11-24T03:00:00.000Z".
std::string FormatTime(ports::Clock::WallTime time);
// RFC 3339 in UTC, with or without fraction (of which milliseconds count); null if it is none.
std::optional<ports::Clock::WallTime> ParseTime(std::string_view text);

}  // namespace sys
