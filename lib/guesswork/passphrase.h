// Texts in the form in which generators choose words or syllables. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

#include "guesswork/words.h"

namespace guesswork {

// Whether the text has the form of a passphrase: five words and more, all joined in the same way or by one digit or
// sign each, that are no commoner than chosen ones; 18 letters and more in a row, in which nothing shows where words
// begin; or 16 letters and more that are consonant and vowel in turn.
bool IsPassphrase(std::string_view text, const ContextWords& context);

// A place in a text: what the cheapest row of words before it costs, in bits, and where the last of them begins.
struct WordPlace {
  double bits = std::numeric_limits<double>::infinity();
  std::size_t from = 0;
};

// For each place of `text`, its end included. A word costs `most` at most, a letter that is in no word `letter`; other
// characters are free.
std::vector<WordPlace> CheapestWords(std::string_view text, const ContextWords& context, double most, double letter);

}  // namespace guesswork
