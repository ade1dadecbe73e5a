#include "sys/random.h"

#include <openssl/rand.h>

#include <string>
#include <utility>

namespace sys {

base::Result<base::SecretBytes> OpenSslRandom::Bytes(std::size_t count) {
  std::string bytes(count, '\0');
  // RAND_priv_bytes draws from a generator of its own, so that public values tell nothing about private ones.
  if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    return base::Fail(base::Code::kInternal, "OpenSSL has no random bytes to give; the machine's generator is broken");
  }
  return base::SecretBytes(std::move(bytes));
}

}  // namespace sys
