// How hard a text is to guess, and how regular some bytes are. Pure; any number of threads.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace token {

// Below this many bits of guessing a text is refused: the highest whole number under which none of 10^6 tokens of each
// honest generator fell, whose lowest was at 41.7 (docs/policy.md).
constexpr double kLeastGuessBits = 41;
// The same for what random text hardly ever looks like: long words make up most of it or three words all of it, or it
// is a word with a tail of digits and signs. Three common words come to 50.
constexpr double kLeastPhraseBits = 58;
// The same for text whose second half is a year, digits and signs.
constexpr double kLeastDatedBits = 50;

struct Guess {
  double bits;   // A guesser's work: zxcvbn's parse into words and patterns, weighed as docs/policy.md describes.
  double least;  // What a text of such a form needs: one of the constants above.
};

// `words` count as dictionary words. At most the first 36 characters are looked at: more only add.
Guess Estimate(std::string_view text, const std::vector<std::string_view>& words);

bool IsGuessable(std::string_view text, const std::vector<std::string_view>& words);

// Whether Estimate is worth its time on a text of letters, digits and few others, which base64 of random bytes is too:
// false of nearly all random text, true of words, names, numbers and keyboard patterns.
bool LooksLikeWords(std::string_view text);

enum class Regularity {
  kConstant,   // One value over and over.
  kPeriod,     // A short block over and over.
  kSequence,   // Each value follows from the one before by the same step.
  kFewValues,  // Far fewer distinct values than such a length has by chance.
};

// The regularity of the values, or null. Random bytes of 16 and more are called regular less than once in 2^60.
std::optional<Regularity> FindRegularity(std::string_view values);

}  // namespace token
