// Reading files as an interface. Implementation: sys::PosixFiles (sys/files.h). Any number of threads.
#pragma once

#include <cstddef>
#include <string>

#include "base/error.h"
#include "base/secret_bytes.h"

namespace ports {

class Files {
 public:
  virtual ~Files() = default;

  // The whole file, which may hold a secret. The message of an error names path and cause, never contents.
  // kNotFound: no such file. kDenied: no permission. kInvalid: larger than `limit` bytes, or unreadable otherwise.
  virtual base::Result<base::SecretBytes> Read(const std::string& path, std::size_t limit) = 0;
};

}  // namespace ports
