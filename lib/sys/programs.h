// Programs of the machine.
#pragma once

#include "ports/programs.h"

namespace sys {

class PosixPrograms final : public ports::Programs {
 public:
  // Standard input is /dev/null. The program and all that it has started in its process group are killed at the
  // deadline.
  base::Result<base::SecretBytes> Run(const ports::Program& program, std::chrono::milliseconds deadline,
                                      std::size_t limit) override;
};

}  // namespace sys
