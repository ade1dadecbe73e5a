#include "sys/stop_signal.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <csignal>
#include <cstdint>

namespace sys {

StopSignal::StopSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, nullptr);
  fd_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

StopSignal::~StopSignal() { close(fd_); }

bool StopSignal::WaitFor(std::chrono::milliseconds duration) {
  pollfd entry{fd_, POLLIN, 0};
  const auto timeout = std::clamp<std::int64_t>(duration.count(), 0, INT_MAX);
  return poll(&entry, 1, static_cast<int>(timeout)) > 0;
}

}  // namespace sys
