// What a failed call means, and the pauses between tries. One thread.
#pragma once

#include <optional>
#include <utility>

#include "base/error.h"
#include "rotation/context.h"

namespace rotation {

enum class ErrorClass {
  kRetry,    // The same call, or a decision after a new read, may succeed: kConflict, kUnavailable, kUnknown.
  kRefused,  // A retry changes nothing: a person has to act.
};

ErrorClass ClassifyError(const base::Error& error);

// The ending of a run in which nothing has changed: kUnreachable for an error of the class kRetry, else kNeedsPerson.
Ending EndingOf(const base::Error& error);

// Exponential backoff with jitter: 0.2 s, 0.4 s, … 5 s, each multiplied by 0.5 to 1.
class Backoff {
 public:
  // `clock` and `log` are borrowed.
  Backoff(ports::Clock& clock, ports::Log& log) : clock_(clock), log_(log) {}

  // Logs the error and waits. False if the program is asked to stop.
  bool Wait(const base::Error& error);
  // After a success: the next pause is the shortest again.
  void Reset() { tries_ = 0; }

 private:
  ports::Clock& clock_;
  ports::Log& log_;
  int tries_ = 0;
};

// Calls until success, a refusal, the time `until`, or a request to stop. Returns the last result.
template <typename Call>
auto RetryUntil(const Context& context, ports::Clock::MonotonicTime until, Call call) -> decltype(call()) {
  Backoff backoff(context.clock, context.log);
  for (;;) {
    auto result = call();
    if (result || ClassifyError(result.error()) == ErrorClass::kRefused || context.clock.Monotonic() > until ||
        !backoff.Wait(result.error())) {
      return result;
    }
  }
}

}  // namespace rotation
