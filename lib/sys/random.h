// The private random generator of OpenSSL.
#pragma once

#include "ports/random.h"

namespace sys {

class OpenSslRandom final : public ports::Random {
 public:
  base::Result<base::SecretBytes> Bytes(std::size_t count) override;
};

}  // namespace sys
