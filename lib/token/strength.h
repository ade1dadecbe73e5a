// How hard a text is to guess, and how regular some bytes are. Pure; any number of threads.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace token {

// Bits of a guesser's work by zxcvbn, separators removed if that makes it easier; `words` count as dictionary words.
// At most the first 100 characters are looked at: more only add.
double GuessBits(std::string_view text, const std::vector<std::string_view>& words);

enum class Regularity {
  kConstant,   // One value over and over.
  kPeriod,     // A short block over and over.
  kSequence,   // Each value follows from the one before by the same step.
  kFewValues,  // Far fewer distinct values than such a length has by chance.
};

// The regularity of the values, or null. Random bytes of 16 and more are called regular less than once in 2^60.
std::optional<Regularity> FindRegularity(std::string_view values);

}  // namespace token
