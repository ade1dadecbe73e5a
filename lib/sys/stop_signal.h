// SIGTERM and SIGINT as an event to wait for.
#pragma once

#include <chrono>

namespace sys {

// Construct one, before any thread starts: the constructor blocks both signals in this thread and in all threads that
// it starts, and ignores SIGPIPE. The destructor does not restore this. Any number of threads may wait.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // Returns true as soon as a stop has been requested, false after the duration. A request is never withdrawn.
  bool WaitFor(std::chrono::milliseconds duration);

 private:
  int fd_;  // A signalfd that is never read: the pending signal keeps it readable.
};

}  // namespace sys
