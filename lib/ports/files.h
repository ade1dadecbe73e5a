// Reading files. Implementation: sys/files.h. Any number of threads at once.
#pragma once

#include <cstddef>
#include <string>

#include "base/error.h"

namespace ports {

class Files {
 public:
  virtual ~Files() = default;

  // The whole file. `limit` is in bytes: a larger file is refused (kInvalid), not cut. A missing file is kNotFound, one
  // that may not be read kDenied; the message names the path and the cause.
  virtual base::Result<std::string> Read(const std::string& path, std::size_t limit) = 0;
};

}  // namespace ports
