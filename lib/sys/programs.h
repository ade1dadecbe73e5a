// Running the programs of the machine.
#pragma once

#include "ports/programs.h"

namespace sys {

class PosixPrograms final : public ports::Programs {
 public:
  // The program runs in a process group of its own with /dev/null as standard input. At the deadline the whole group is
  // killed.
  base::Result<base::SecretBytes> Run(const ports::Program& program, std::chrono::milliseconds deadline,
                                      std::size_t limit) override;
};

}  // namespace sys
