// Running other programs. Implementation: sys/programs.h. One thread.
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
  std::vector<std::string> command;  // Found in PATH where its first word holds no '/'. No shell.
  std::vector<std::pair<std::string, std::string>> environment;  // Added to ours.
};

class Programs {
 public:
  virtual ~Programs() = default;

  // What it printed on standard output, once it has ended with 0; its standard error is ours. kNotFound if there is no
  // such program; kInvalid if it ended otherwise or printed more than `limit` bytes; kUnavailable if it was still
  // running at the deadline: it has been killed. No message holds anything that it printed.
  virtual base::Result<base::SecretBytes> Run(const Program& program, std::chrono::milliseconds deadline,
                                              std::size_t limit) = 0;
};

}  // namespace ports
