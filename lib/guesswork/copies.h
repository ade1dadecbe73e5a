// Text that repeats: earlier text, one character, a sequence, a well-known text. Pure; any number of threads.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "guesswork/kinds.h"
#include "guesswork/words.h"

namespace guesswork {

// Segments that may begin at a place: of every length from `least` to `most`.
struct CopyMatch {
  Kind kind;
  std::size_t least;
  std::size_t most;
  double bits;        // Without the length.
  double char_bits;   // For each character.
  bool tells_length;  // Otherwise the kind has one length: to the end.
};

struct CopyMatches {
  static constexpr std::size_t kMax = 24;
  std::array<CopyMatch, kMax> items;
  std::size_t count = 0;
};

// `folded` is the text with one character for all that stand for each other (Fold). `found` is cleared first.
void FindCopies(const FoldedText& text, std::string_view folded, std::size_t at, CopyMatches& found);

// A letter for the characters that stand for it; at most four stand for one.
char Fold(char c);

// Bits of a length of `least` or more: one bit where it reaches the end, else an Elias gamma code.
double LengthBits(std::size_t length, std::size_t least, bool to_end);

}  // namespace guesswork
