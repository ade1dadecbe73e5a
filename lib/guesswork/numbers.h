// Numbers that mean something: years, dates, times, addresses, counting. Pure; any number of threads.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "guesswork/kinds.h"

namespace guesswork {

struct NumberMatch {
  Kind kind;  // kYear, kDate, kTime or kAddress.
  std::size_t length;
  double bits;
};

struct NumberMatches {
  static constexpr std::size_t kMax = 24;
  std::array<NumberMatch, kMax> items;
  std::size_t count = 0;
};

// The years, dates, times and addresses that begin at a place; `found` is cleared first.
void FindNumbers(std::string_view text, std::size_t at, NumberMatches& found);

// Whether the rest of the text from `at` on is whole numbers in a row, each one more or one less than the one before,
// at least three of them; or numbers at one distance with a sign between, at least four: what that costs in bits, else
// infinity.
double CountingBits(std::string_view text, std::size_t at);

}  // namespace guesswork
