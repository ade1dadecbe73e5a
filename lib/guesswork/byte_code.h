// The cheapest description of bytes that are no text. Pure; any number of threads.
#pragma once

#include <limits>
#include <string_view>

namespace guesswork {

// How bytes are described: for messages.
enum class ByteForm { kValues, kPeriod, kDifferences, kRange, kHash, kFew, kNumbers };

struct ByteCode {
  double bits;
  ByteForm form;
};

// A Pitman-Yor code on the values or on the differences of bytes 1, 2, 4 or 8 apart; a repeated block; a narrow range;
// the hash of a common password; a few characters in any order; or numbers of four or eight bytes. 16 random bytes cost
// 128 bits and more but for one in 2^20 (whose values repeat).
//
// Where no description is below `limit`, the bits are `limit` at least and perhaps less than the true number.
ByteCode BytesCode(std::string_view bytes, double limit = std::numeric_limits<double>::infinity());

}  // namespace guesswork
