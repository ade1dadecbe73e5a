// SIGTERM and SIGINT as something to wait for.
#pragma once

#include <chrono>

namespace sys {

// Construct once, first thing in the program and before any thread: the constructor blocks both signals for this thread
// and all that it starts, and ignores SIGPIPE. Any number of threads may wait.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // True as soon as a stop has been requested (it stays so), false after the duration.
  bool WaitFor(std::chrono::milliseconds duration);

  // Readable once a stop has been requested; stays readable. For poll and epoll; owned by this object.
  [[nodiscard]] int Descriptor() const { return descriptor_; }

 private:
  int descriptor_;  // A signalfd that nobody reads: a pending signal keeps it readable.
};

}  // namespace sys
