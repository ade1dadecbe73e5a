// Random bytes for keys and tokens as an interface. Implementation: sys::OpenSslRandom (sys/random.h). Any number of
// threads.
#pragma once

#include <cstddef>

#include "base/error.h"
#include "base/secret_bytes.h"

namespace ports {

class Random {
 public:
  virtual ~Random() = default;

  // `count` independent, uniformly distributed bytes of a cryptographic generator.
  // kInternal: the generator is broken; there is no weaker fallback.
  virtual base::Result<base::SecretBytes> Bytes(std::size_t count) = 0;
};

}  // namespace ports
