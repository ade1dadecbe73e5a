// Files of the machine.
#pragma once

#include "ports/files.h"

namespace sys {

class PosixFiles final : public ports::Files {
 public:
  // "-" reads standard input.
  base::Result<std::string> Read(const std::string& path, std::size_t limit) override;
};

}  // namespace sys
