// Kinds of tokens whose guessing work is known.
#pragma once

#include <random>
#include <string>

namespace detection {

using Generator = std::mt19937_64;

// `bits` is the entropy of `make`, in bits, counted from the choices that `make` takes. An attacker who knows `make`
// needs about 2^bits guesses. `make` returns the token as typed: at least 16 bytes, not encoded for storage.
struct Kind {
  const char* name;
  double bits;
  std::string (*make)(Generator& random);
};

}  // namespace detection
