#include "rotation/retry.h"

#include <algorithm>

namespace rotation {

ErrorClass ClassifyError(const base::Error& error) {
  switch (error.code) {
    case base::Code::kConflict:
    case base::Code::kUnavailable:
    case base::Code::kUnknown:
      return ErrorClass::kRetry;
    default:
      return ErrorClass::kRefused;
  }
}

Ending EndingOf(const base::Error& error) {
  if (ClassifyError(error) == ErrorClass::kRetry) {
    return {Exit::kUnreachable, error.message + "; out of time; the next run resumes"};
  }
  return {Exit::kNeedsPerson, error.message};
}

bool Backoff::Wait(const base::Error& error) {
  log_.Warning("a call failed; retrying", {{"error", std::string_view(error.message)}});
  // The low bits of the clock are the jitter: two runs must not retry in step.
  const auto tick = clock_.Monotonic().time_since_epoch().count() / 1000 % 100;
  const long pause = std::min(5000L, 200L << std::min(tries_, 5)) * (100 + static_cast<long>(tick)) / 200;
  ++tries_;
  return clock_.Sleep(std::chrono::milliseconds(pause));
}

}  // namespace rotation
