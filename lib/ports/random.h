// Random bytes fit for keys. Implementation: sys/random.h.
#pragma once

#include <cstddef>

#include "base/error.h"
#include "base/secret_bytes.h"

namespace ports {

class Random {
 public:
  virtual ~Random() = default;

  // `count` independent bytes of a cryptographic generator. Fails (kInternal) rather than return weaker ones. Any
  // number of threads at once.
  virtual base::Result<base::SecretBytes> Bytes(std::size_t count) = 0;
};

}  // namespace ports
