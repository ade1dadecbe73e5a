// The rules on what a token holds: its length, and how hard it is to guess.
//
// Each returns a complaint, or null where its rule has nothing to say. Pure; any number of threads.
#pragma once

#include "token/rules.h"

namespace token {

Found TooShort(const Evidence& e);
Found TooLong(const Evidence& e);
Found Guessable(const Evidence& e);      // Less guessing work than guesswork::kLeastBits stands for.
Found Published(const Evidence& e);      // An example of a manual or a chart.
Found DoubleEncoded(const Evidence& e);  // Base64 in base64; denies where what is inside is guessable.

}  // namespace token
