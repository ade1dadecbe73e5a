// What a guesser gets nearly for nothing, taken out of a text: copies of what came before (reversed, in leet or in
// other case too), runs along a keyboard, dates, times, separators, capitals. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace token {

struct Reduction {
  std::string rest;       // What is left, in lower case; the caller wipes it (base::Wipe).
  double bits = 0;        // The guesser's work for what was taken out.
  std::size_t cut = 0;    // How many pieces that were.
  std::size_t words = 1;  // As many as separators or capitals tell apart.
};

// Copies and walks of fewer characters than `least` stay. The separators stay too if `keep_separators`, paid for all
// the same: words are told apart better with them, and spelled words ("k.e.p.t.n") are found only without.
Reduction Reduce(std::string_view text, std::size_t least, bool keep_separators);

// One of the characters that people put between words.
bool IsSeparator(char c);

// Whether the lower-case characters stand side by side in a keyboard's row or column, or in the alphabet.
bool AreNeighbours(char a, char b);

}  // namespace token
