#include "sys/clock.h"

#include <thread>

namespace sys {

ports::Clock::WallTime SystemClock::Now() { return std::chrono::system_clock::now(); }

ports::Clock::MonotonicTime SystemClock::Monotonic() { return std::chrono::steady_clock::now(); }

bool SystemClock::Sleep(std::chrono::milliseconds duration) {
  if (stop_ != nullptr) {
    return !stop_->WaitFor(duration);
  }
  std::this_thread::sleep_for(duration);
  return true;
}

}  // namespace sys
