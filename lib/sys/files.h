// The files of the machine. Any number of threads.
#pragma once

#include "ports/files.h"

namespace sys {

class PosixFiles final : public ports::Files {
 public:
  // The path "-" reads standard input to its end.
  base::Result<base::SecretBytes> Read(const std::string& path, std::size_t limit) override;
};

}  // namespace sys
