// What a guesser gets nearly for nothing, taken out of a text: copies of what came before (reversed, in leet or in
// other case too), runs along a keyboard, dates, times, passwords that zxcvbn does not know, separators, capitals.
// Pure; any number of threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace token {

struct Reduction {
  std::string rest;                        // What is left, in lower case; the caller wipes it (base::Wipe).
  double bits = 0;                         // The guesser's work for what was taken out.
  std::size_t cut = 0;                     // How many pieces that were.
  std::size_t shortest = ~std::size_t{0};  // Of these, in characters.
  std::size_t longest = 0;
  std::size_t known = 0;  // Characters in words of known.h among them; a word may be the beginning of another one.
  std::size_t words = 1;  // As many as separators or capitals tell apart.
};

// Copies and walks of fewer characters than `least` stay. The separators stay too if `keep_separators`, paid for all
// the same, and so do known words within others: words are told apart better so, and spelled words ("k.e.p.t.n") are
// found only without.
Reduction Reduce(std::string_view text, std::size_t least, bool keep_separators);

// A letter of ASCII in lower case; any other character as it is.
constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// log2(n!): what it takes to say in which order n things stand.
double OrderBits(std::size_t n);

// The text in lower case, one letter for all the characters that people write for it.
std::string Fold(std::string_view text);

// One of the characters that people put between words.
bool IsSeparator(char c);

// Whether the lower-case characters stand side by side in a keyboard's row or column, or in the alphabet.
bool AreNeighbours(char a, char b);

}  // namespace token
