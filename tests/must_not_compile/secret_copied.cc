// error: (use of deleted function .base::SecretBytes|call to deleted constructor of .base::SecretBytes)
#include <utility>

#include "base/secret_bytes.h"

base::SecretBytes Take(base::SecretBytes& secret);
base::SecretBytes Take(base::SecretBytes& secret) {
#ifdef MISUSE
  return secret;  // A copy nobody asked for.
#else
  return std::move(secret);
#endif
}
