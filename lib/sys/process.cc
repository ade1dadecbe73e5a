#include "sys/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>

namespace sys {

std::optional<std::string> Environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string HostName() {
  constexpr std::size_t kMaxHostName = 64;  // HOST_NAME_MAX of Linux.
  std::string host(kMaxHostName + 1, '\0');
  gethostname(host.data(), kMaxHostName);
  return host.substr(0, host.find('\0'));
}

void ForbidDumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace sys
