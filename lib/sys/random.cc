#include "sys/random.h"

#include <openssl/rand.h>

#include <string>
#include <utility>

namespace sys {

base::Result<base::SecretBytes> OpenSslRandom::Bytes(std::size_t count) {
  std::string bytes(count, '\0');
  // RAND_priv_bytes uses a separate generator, so that public random values reveal nothing about private ones.
  if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    return base::Fail(base::Code::kInternal,
                      "OpenSSL returned no random bytes; the random generator of this machine is broken");
  }
  return base::SecretBytes(std::move(bytes));
}

}  // namespace sys
