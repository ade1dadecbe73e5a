// error: (no match for .operator<<|invalid operands to binary expression).*base::SecretText
#include <iostream>

#include "base/secret_text.h"

void Show(const base::SecretText& text);
void Show(const base::SecretText& text) {
#ifdef MISUSE
  std::cout << text;
#else
  std::cout << text.size();
#endif
}
