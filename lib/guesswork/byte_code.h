// The cheapest description of bytes that are no text. Pure; any number of threads.
#pragma once

#include <string_view>

namespace guesswork {

// How bytes are described: for messages.
enum class ByteForm { kValues, kPeriod, kDifferences, kRange, kHash };

struct ByteCode {
  double bits;
  ByteForm form;
};

// A Pitman-Yor code on the values or on the differences of bytes 1, 2, 4 or 8 apart; a repeated block; a narrow range;
// or the hash of a common password. 16 random bytes cost 128 bits and more but for one in 2^20 (whose values repeat).
ByteCode BytesCode(std::string_view bytes);

}  // namespace guesswork
