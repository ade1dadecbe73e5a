#include "rotator-job/app.h"
#include "sys/files.h"
#include "sys/process.h"

int main(int argc, char** argv) {
  constexpr std::size_t kMaxConfiguration = 65536;  // Bytes of a --config file.
  const cli::Sources sources{sys::Environment,
                             [](const std::string& path) { return sys::PosixFiles().Read(path, kMaxConfiguration); }};
  return rotator_job::Run({argv + 1, argv + argc}, sources);
}
