// Texts whose characters were doubled, moved, interleaved or put in another case.
#include <algorithm>
#include <cmath>

#include "guesswork/decoders.h"
#include "guesswork/substitution.h"
#include "guesswork/words.h"

namespace guesswork {

using base::SecretText;

namespace {

// Whether each character stands `times` times in a row.
bool RepeatsEach(std::string_view text, std::size_t times) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != text[i - i % times]) {
      return false;
    }
  }
  return text.size() % times == 0;
}

}  // namespace

Inside Repeated(std::string_view text, double& bits) {
  for (std::size_t times = 4; times >= 2 && text.size() >= kShortestLayer; --times) {
    if (RepeatsEach(text, times)) {
      SecretText once;
      for (std::size_t i = 0; i < text.size(); i += times) {
        once.push_back(text[i]);
      }
      bits += times == 2 ? 0.5 : 2.9;
      return once;
    }
  }
  return std::nullopt;
}

// The same sign after every `size` characters; the last group may be shorter.
Inside Groups(std::string_view text, double& bits) {
  const auto first = std::find_if(text.begin(), text.end(), IsSignCharacter);
  const auto size = static_cast<std::size_t>(first - text.begin());
  if (size == 0 || size > 8 || size * 2 + 1 > text.size()) {
    return std::nullopt;
  }
  SecretText joined;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % (size + 1) != size) {
      joined.push_back(text[i]);
    } else if (text[i] != *first || i + 1 == text.size()) {
      return std::nullopt;
    }
  }
  bits += 3 + 2.5 + (*first == '-' || *first == ':' || *first == ' ' || *first == '.' ? 0 : 4);
  return joined;
}

// Worth a try where both halves could be words, or one of them a number.
Inside Woven(std::string_view text, double& /*bits*/) {
  const auto plausible = [&](std::size_t first) {
    std::size_t letters = 0;
    std::size_t digits = 0;
    for (std::size_t i = first; i < text.size(); i += 2) {
      letters += IsLetter(text[i]) ? 1 : 0;
      digits += IsDigit(text[i]) ? 1 : 0;
    }
    const std::size_t count = (text.size() + 1 - first) / 2;
    return digits == count ? 1 : letters == count && IsWordLike(text, first, 2) ? 4 : letters == count ? 2 : 0;
  };
  const int both = text.size() < kShortestLayer ? 0 : plausible(0) + plausible(1);
  if (both != 3 && both != 5 && both != 8) {  // Letters and digits; words and digits; words and words.
    return std::nullopt;
  }
  SecretText halves;
  for (const std::size_t first : {0U, 1U}) {
    for (std::size_t i = first; i < text.size(); i += 2) {
      halves.push_back(text[i]);
    }
    if (first == 0) {
      halves.push_back(' ');
    }
  }
  return halves;
}

namespace {

// Both arrangements cost a parse more, and pairs of letters tell little of which way words are read.
bool IsShortAndWordLike(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  return text.size() >= kShortestLayer && text.size() <= kLongest && IsWordLike(text, 0, 1);
}

}  // namespace

Inside Backwards(std::string_view text, double& /*bits*/) {
  SecretText reversed(text);
  std::reverse(reversed.begin(), reversed.end());
  return IsShortAndWordLike(reversed.Reveal()) ? std::move(reversed) : Inside();
}

Inside Rails(std::string_view text, double& /*bits*/) {
  const std::size_t half = (text.size() + 1) / 2;
  SecretText joined;
  for (std::size_t i = 0; i < text.size(); ++i) {
    joined.push_back(text[i % 2 == 0 ? i / 2 : half + i / 2]);
  }
  return IsShortAndWordLike(joined.Reveal()) ? std::move(joined) : Inside();
}

// By place or by letter: each other one is a capital.
Inside Alternating(std::string_view text, double& bits) {
  constexpr std::size_t kFewLetters = 6;
  for (const bool by_place : {true, false}) {
    std::size_t letters = 0;
    bool upper_is_odd = false;
    bool alternates = true;
    for (std::size_t i = 0; i < text.size() && alternates; ++i) {
      if (IsLetter(text[i])) {
        const bool odd = (by_place ? i : letters) % 2 == 1;
        upper_is_odd = letters == 0 ? IsUpper(text[i]) == odd : upper_is_odd;
        alternates = IsUpper(text[i]) == (odd == upper_is_odd);
        ++letters;
      }
    }
    if (alternates && letters >= kFewLetters) {
      SecretText lower(text);
      std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
      bits += 2;
      return lower;
    }
  }
  return std::nullopt;
}

// Words of lower case, each with its first letter and "ay" behind the rest of it.
Inside PigLatin(std::string_view text, double& /*bits*/) {
  SecretText out;
  std::size_t words = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = static_cast<std::size_t>(
        std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), IsLower) - text.begin());
    const auto word = text.substr(begin, end - begin);
    if (word.size() >= 4 && word.substr(word.size() - 2) == "ay") {
      out.push_back(word[word.size() - 3]);
      out.append(word.substr(0, word.size() - 3));
      ++words;
    } else if (!word.empty()) {
      return std::nullopt;
    }
    if (end < text.size()) {
      out.push_back(text[end]);
    }
    begin = end + 1;
  }
  return words >= 2 ? std::move(out) : Inside();
}

}  // namespace guesswork
