// Running other programs as an interface, for the exec plugins of a kubeconfig. Implementation: sys::PosixPrograms
// (sys/programs.h). One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"

namespace ports {

struct Program {
  std::vector<std::string> command;  // Program and arguments. Searched in PATH if the program has no '/'. No shell.
  std::vector<std::pair<std::string, std::string>> environment;  // Added to the variables of this process.
};

class Programs {
 public:
  virtual ~Programs() = default;

  // Runs the program and returns its standard output after it exited with 0. Its standard error is this process's.
  // kNotFound: no such program. kInvalid: another exit code, a signal, or more than `limit` bytes of output.
  // kUnavailable: still running at the deadline; the program was killed. No message contains any output of the program.
  virtual base::Result<base::SecretBytes> Run(const Program& program, std::chrono::milliseconds deadline,
                                              std::size_t limit) = 0;
};

}  // namespace ports
