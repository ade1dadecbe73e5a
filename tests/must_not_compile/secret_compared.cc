// error: (no match for .operator==|invalid operands to binary expression).*base::SecretBytes
#include "base/secret_bytes.h"

bool Same(const base::SecretBytes& a, const base::SecretBytes& b);
bool Same(const base::SecretBytes& a, const base::SecretBytes& b) {
#ifdef MISUSE
  return a == b;  // Leaks by its duration where the first difference is.
#else
  return a.Equals(b);
#endif
}
