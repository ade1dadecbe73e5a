// error: (no match for .operator<<|invalid operands to binary expression).*base::SecretBytes
#include <iostream>

#include "base/secret_bytes.h"

void Show(const base::SecretBytes& secret);
void Show(const base::SecretBytes& secret) {
#ifdef MISUSE
  std::cout << secret;
#else
  std::cout << secret.size();
#endif
}
