#include "token/strength.h"

#include <zxcvbn.h>

#include <algorithm>
#include <bitset>
#include <cctype>
#include <limits>
#include <string>

#include "base/secret_bytes.h"
#include "token/letters.h"
#include "token/reduction.h"

namespace token {
namespace {

// zxcvbn takes 100 us for 36 characters and grows faster than linearly; what follows only adds work. Digits take it
// longest, as it tries each for a letter; 20 come to 66 bits.
constexpr std::size_t kMostCharacters = 36;
constexpr std::size_t kMostWithoutLetters = 20;

constexpr std::size_t kShortPiece = 4;  // Shorter ones stand in random text by chance.
constexpr std::size_t kLongPiece = 7;
constexpr double kPlainlyStrong = 66;  // No other way of reading brings such a text below any threshold, save a phrase.
constexpr double kUsualBits = 4.5;     // A letter that often follows the one before it: half of those in words do.

constexpr std::size_t kPhraseLetters = 10;
constexpr std::size_t kFewWords =
    3;  // 16 random letters read as four words once in 100,000 times, as three hardly ever.

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

// A character that belongs to no word that zxcvbn knows, after another one. A letter costs what it costs in words that
// are in no list; of digits there are ten, of other characters about 32; other alphabets take two or three bytes each.
// (What separators cost, Reduce has counted.)
double CharacterBits(char before, char c) {
  if (IsLetter(c)) {
    const auto row = IsLetter(before) ? static_cast<std::size_t>(before - 'a') : kLetterQuarterBits.size() - 1;
    return (kLetterQuarterBits[row][static_cast<std::size_t>(c - 'a')] - '0') / 4.0;
  }
  if (c >= '0' && c <= '9') {
    return 3.3;
  }
  return IsSeparator(c) ? 0 : (c & 0x80) != 0 ? 2.5 : 5.0;
}

// As Reduce leaves a text of this word.
std::string WithoutSeparators(std::string_view word) {
  std::string plain;
  std::copy_if(word.begin(), word.end(), std::back_inserter(plain), [](char c) { return !IsSeparator(c); });
  std::transform(plain.begin(), plain.end(), plain.begin(), Lower);
  return plain;
}

// One word or pattern of zxcvbn's parse. `loose` if its characters belong to no word: digits that happen to read as one
// are digits.
double PartBits(const ZxcMatch_t& match, const std::string& text, bool& loose) {
  const auto begin = static_cast<std::size_t>(match.Begin);
  const auto length = static_cast<std::size_t>(match.Length);
  const auto kind = match.Type & ~MULTIPLE_MATCH;
  const auto letters = static_cast<std::size_t>(
      std::count_if(text.begin() + match.Begin, text.begin() + match.Begin + match.Length, IsLetter));
  const bool leet = kind == DICT_LEET_MATCH || kind == USER_LEET_MATCH;
  loose = kind == BRUTE_MATCH || (leet && letters * 2 <= length);
  if (loose) {
    double bits = 0;
    for (std::size_t i = begin; i < begin + length; ++i) {
      bits += CharacterBits(i == 0 ? '\0' : text[i - 1], text[i]);
    }
    return bits;
  }
  // The commonest words cost nothing in zxcvbn-c: but a guesser has to say that it is one of them.
  constexpr double kLeastWordBits = 4;
  // Which letters are written as digits is a choice each.
  constexpr double kLeetBits = 2;
  constexpr double kLeastContextBits = 3;
  const double least = kind == DICTIONARY_MATCH || kind == DICT_LEET_MATCH ? kLeastWordBits
                       : kind == USER_MATCH || kind == USER_LEET_MATCH     ? kLeastContextBits
                                                                           : 0;
  return std::max(match.Entrpy, least) + (leet ? kLeetBits * static_cast<double>(length - letters) : 0);
}

struct Parse {
  double bits = 0;
  std::size_t parts = 0;         // Words and patterns.
  std::size_t word_letters = 0;  // Letters in words of five and more.
  bool words_alone = true;       // Nothing but dictionary words.
};

// zxcvbn's parse of a text in lower case, weighed anew.
Parse ParseText(const std::string& text, const std::vector<std::string>& words) {
  std::vector<const char*> pointers;
  pointers.reserve(words.size() + 1);
  for (const auto& word : words) {
    pointers.push_back(word.c_str());
  }
  pointers.push_back(nullptr);
  ZxcMatch_t* matches = nullptr;
  ZxcvbnMatch(text.c_str(), pointers.data(), &matches);
  Parse parse;
  // Neighbours that belong to no word are one part, and so are years, digits and signs behind a word.
  bool loose_before = false;
  bool letters_before = true;
  for (const ZxcMatch_t* match = matches; match != nullptr; match = match->Next) {
    bool loose = false;
    parse.bits += PartBits(*match, text, loose);
    const auto begin = text.begin() + match->Begin;
    const bool letters = std::any_of(begin, begin + match->Length, IsLetter);
    const auto kind = match->Type & ~MULTIPLE_MATCH;
    const bool context = kind == USER_MATCH;
    if (std::all_of(begin, begin + match->Length, IsSeparator)) {
      continue;
    }
    constexpr int kLongWord = 5;  // Shorter ones stand in random letters by chance.
    parse.word_letters += (kind == DICTIONARY_MATCH || context) && match->Length >= kLongWord
                              ? static_cast<std::size_t>(match->Length)
                              : 0;
    parse.words_alone = parse.words_alone && (kind == DICTIONARY_MATCH || context);
    parse.parts += context || (loose && loose_before) || (!letters && !letters_before) ? 0 : 1;
    loose_before = loose;
    letters_before = letters;
  }
  ZxcvbnFreeInfo(matches);
  return parse;
}

// "Summer2026!123": letters, then a quarter or more of digits and signs, or one character many times. Random text of 16
// characters changes between letters and others six times.
bool IsWordWithTail(std::string_view text) {
  const auto is_letter = [](char c) { return IsLetter(Lower(c)); };
  const auto tail = std::find_if_not(text.begin(), text.end(), is_letter);
  const bool letters_first = tail - text.begin() >= 3 && (text.end() - tail) * 4 >= std::ssize(text) &&
                             std::none_of(tail, text.end(), is_letter);
  const auto run = text.size() - 1 - std::min(text.find_last_not_of(text.back()), text.size() - 1);
  constexpr std::size_t kLongRun = 6;
  return letters_first || run >= kLongRun;
}

// "Route66to2026!123": a year and further digits and signs make up half or more.
bool EndsWithYear(std::string_view text) {
  std::size_t tail = text.size();
  while (tail > 0 && !IsLetter(Lower(text[tail - 1]))) {
    --tail;
  }
  for (; (text.size() - tail) * 2 >= text.size() && tail + 3 <= text.size(); ++tail) {
    const auto century = text.substr(tail, 2);
    if ((century == "19" || century == "20") && std::isdigit(static_cast<unsigned char>(text[tail + 2])) != 0) {
      return true;
    }
  }
  return false;
}

bool HasPeriod(std::string_view values, std::size_t period) {
  return std::equal(values.begin() + static_cast<std::ptrdiff_t>(period), values.end(), values.begin());
}

// "979899100101": whole numbers, each one more or one less than the one before.
bool IsCounting(std::string_view values) {
  if (values.find_first_not_of("0123456789") != std::string_view::npos) {
    return false;
  }
  for (const int step : {1, -1}) {
    for (std::size_t digits = 1; digits <= 4 && digits * 3 <= values.size(); ++digits) {
      int number = std::stoi(std::string(values.substr(0, digits)));
      std::string counted;
      while (counted.size() < values.size() && number >= 0) {
        counted += std::to_string(number);
        number += step;
      }
      if (counted.compare(0, values.size(), values) == 0) {
        return true;
      }
    }
  }
  return false;
}

bool IsSequence(std::string_view values) {
  const auto step = static_cast<unsigned char>(values[1] - values[0]);
  for (std::size_t i = 2; i < values.size(); ++i) {
    if (static_cast<unsigned char>(values[i] - values[i - 1]) != step) {
      return false;
    }
  }
  return true;
}

}  // namespace

Guess Estimate(std::string_view text, const std::vector<std::string_view>& words) {
  std::string plain(text.substr(0, kMostCharacters));
  if (std::none_of(plain.begin(), plain.end(), [](char c) { return IsLetter(Lower(c)); })) {
    plain.resize(std::min(plain.size(), kMostWithoutLetters));
  }
  plain.erase(std::remove(plain.begin(), plain.end(), '\0'), plain.end());
  std::vector<std::string> dictionary;
  dictionary.reserve(words.size());
  for (const auto word : words) {
    dictionary.push_back(WithoutSeparators(word));
  }
  if (plain.empty()) {
    return {0, kLeastGuessBits};
  }
  Guess best{std::numeric_limits<double>::infinity(), IsWordWithTail(plain) ? kLeastPhraseBits
                                                      : EndsWithYear(plain) ? kLeastDatedBits
                                                                            : kLeastGuessBits};
  std::string turned(plain.rbegin(), plain.rend());
  const bool separated = std::any_of(plain.begin(), plain.end(), IsSeparator);
  // Cutting "tion" out of three words makes them look like random letters.
  const bool phrase =
      std::all_of(plain.begin(), plain.end(), [](char c) { return IsLetter(Lower(c)) || IsSeparator(c); });
  bool short_cut = false;
  bool long_cut = false;
  struct Way {
    bool from_end;
    bool again;
  };
  // Of two copies either may be the one that zxcvbn can read ("drowssappassword"), hence once from the end. Short
  // copies may be the ends of words ("printing and testing"), hence once without them.
  for (const auto [from_end, again] : {Way{false, false}, Way{true, false}, Way{false, true}}) {
    if ((from_end && !long_cut) || (again && !short_cut && !separated)) {
      continue;
    }
    Reduction reduction = Reduce(from_end ? turned : plain, again ? kLongPiece : kShortPiece, again);
    if (from_end) {
      std::reverse(reduction.rest.begin(), reduction.rest.end());
    }
    const Parse parse = ParseText(reduction.rest, dictionary);
    // The order of the parts: zxcvbn's paper has this term, zxcvbn-c leaves it out.
    const double order = OrderBits(reduction.cut + parse.parts);
    best.bits = std::min(best.bits, reduction.bits + parse.bits + order);
    // Digits among letters: a known word may stand there by chance.
    const std::size_t known = phrase ? reduction.known : 0;
    const auto letters =
        static_cast<std::size_t>(std::count_if(reduction.rest.begin(), reduction.rest.end(), IsLetter));
    if ((known + parse.word_letters) * 4 >= std::max<std::size_t>(known + letters, kPhraseLetters) * 3 ||
        (parse.words_alone && (parse.parts <= kFewWords || (reduction.words > 1 && reduction.words <= kFewWords)))) {
      best.least = kLeastPhraseBits;
    }
    long_cut = long_cut || reduction.longest >= kLongPiece;
    short_cut = short_cut || reduction.known > 0 || (reduction.cut > 0 && reduction.shortest < kLongPiece);
    base::Wipe(reduction.rest);
    if (best.bits < best.least || (best.bits > kPlainlyStrong && !phrase)) {
      break;
    }
  }
  base::Wipe(plain);
  base::Wipe(turned);
  return best;
}

bool IsGuessable(std::string_view text, const std::vector<std::string_view>& words) {
  const Guess guess = Estimate(text, words);
  return guess.bits < guess.least;
}

bool LooksLikeWords(std::string_view text) {
  const auto kind = [](char c) {
    return c >= '0' && c <= '9' ? 0 : c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : 3;
  };
  std::size_t changes = 0;
  std::size_t usual = 0;
  std::size_t neighbours = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    changes += kind(text[i]) != kind(text[i - 1]) ? 1 : 0;
    const char before = Lower(text[i - 1]);
    const char letter = Lower(text[i]);
    neighbours += AreNeighbours(before, letter) ? 1 : 0;
    usual += IsLetter(before) && IsLetter(letter) && CharacterBits(before, letter) <= kUsualBits ? 1 : 0;
  }
  std::string folded = Fold(text);
  const auto half = static_cast<std::ptrdiff_t>(folded.size() / 2);
  const bool twice = std::equal(folded.begin(), folded.begin() + half, folded.end() - half) ||
                     std::equal(folded.begin(), folded.begin() + half, folded.rbegin());
  base::Wipe(folded);
  return text.size() > 1 &&
         (twice || changes * 3 < text.size() || usual * 2 > text.size() || neighbours * 2 >= text.size());
}

std::optional<Regularity> FindRegularity(std::string_view values) {
  if (values.size() < 4) {
    return std::nullopt;
  }
  for (std::size_t period = 1; period <= values.size() / 2; ++period) {
    if (HasPeriod(values, period)) {
      return period == 1 ? Regularity::kConstant : Regularity::kPeriod;
    }
  }
  if (IsSequence(values) || IsCounting(values)) {
    return Regularity::kSequence;
  }
  std::bitset<256> seen;
  for (const char c : values) {
    seen.set(static_cast<unsigned char>(c));
  }
  // A guesser who knows the few values needs at most 2 bits for each place; 24 random hex digits have 4 or fewer
  // distinct values with a chance below 2^-35, random bytes with far less.
  const std::size_t few = values.size() >= 24 ? 4 : values.size() >= 16 ? 3 : 2;
  if (seen.count() <= few) {
    return Regularity::kFewValues;
  }
  return std::nullopt;
}

}  // namespace token
