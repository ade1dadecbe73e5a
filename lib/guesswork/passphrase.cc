#include "guesswork/passphrase.h"

#include <algorithm>
#include <bitset>

#include "base/secret_text.h"
#include "guesswork/decoders.h"

namespace guesswork {
namespace {

// Of templates and placeholders.
bool IsBracket(char c) { return std::string_view("<>{}[]()").find(c) != std::string_view::npos; }

// What stands between words, where a generator chooses a digit or a sign for each place.
class Gaps {
 public:
  void Add(std::string_view gap) {
    single_ = single_ && gap.size() == 1;
    for (const char c : gap) {
      digits_ = digits_ || IsDigit(c);
      signs_ = signs_ || IsSignCharacter(c);
      different_.set(static_cast<unsigned char>(c));
    }
  }
  // One character each, of which some are digits and some are signs, or most differ.
  [[nodiscard]] bool AreRandom() const {
    constexpr std::size_t kDifferent = 4;
    return single_ && ((digits_ && signs_) || different_.count() >= kDifferent);
  }

 private:
  bool single_ = true;
  bool digits_ = false;
  bool signs_ = false;
  std::bitset<256> different_;
};

// Whether two gaps between words are the same but for digits.
bool SameSigns(std::string_view a, std::string_view b) {
  const auto next = [](std::string_view& rest) {
    while (!rest.empty() && IsDigit(rest.front())) {
      rest.remove_prefix(1);
    }
    const char c = rest.empty() ? '\0' : rest.front();
    rest.remove_prefix(rest.empty() ? 0 : 1);
    return c;
  };
  while (!a.empty() || !b.empty()) {
    if (next(a) != next(b)) {
      return false;
    }
  }
  return true;
}

// How a text shows its words: rows of letters, in which capitals begin another word. Digits may stand anywhere.
struct Spelling {
  std::size_t letters = 0;
  std::size_t words = 0;
  std::size_t long_words = 0;  // Of more than two letters.
  std::size_t hyphens = 0;     // Between words, alone; other joiners do not count them, since words may have hyphens.
  std::size_t joiners = 0;
  bool same_joiner = true;
  bool random_joiners = false;
  bool has_capital = false;
  bool is_ascii = true;
};

Spelling SpellingOf(std::string_view text) {
  const auto is_letter = [](char c) { return IsLetter(c) || static_cast<unsigned char>(c) >= 0x80; };
  Spelling spelling;
  std::string_view joiner;  // The last one, with digits.
  Gaps gaps;
  std::size_t last_end = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_letter(text[at])) {
      continue;
    }
    std::size_t end = at + 1;
    while (end < text.size() && is_letter(text[end]) && (!IsUpper(text[end]) || IsUpper(text[end - 1]))) {
      ++end;
    }
    const std::string_view gap = text.substr(last_end, at - last_end);
    if (spelling.words > 0) {
      gaps.Add(gap);
    }
    if (spelling.words > 0 && SameSigns(gap, "-")) {
      ++spelling.hyphens;
    } else if (spelling.words > 0 && !gap.empty()) {
      spelling.same_joiner = spelling.same_joiner && (spelling.joiners == 0 || SameSigns(gap, joiner));
      joiner = gap;
      ++spelling.joiners;
    }
    ++spelling.words;
    spelling.long_words += end - at > 2 ? 1 : 0;
    spelling.letters += end - at;
    spelling.has_capital =
        spelling.has_capital || std::any_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                                            text.begin() + static_cast<std::ptrdiff_t>(end), IsUpper);
    spelling.is_ascii = spelling.is_ascii && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                                                         text.begin() + static_cast<std::ptrdiff_t>(end), IsLetter);
    last_end = end;
    at = end - 1;
  }
  spelling.random_joiners = gaps.AreRandom();
  return spelling;
}

// 16 letters and more, a consonant and a vowel in turn, as generators of pronounceable text choose them: without signs
// or with a dash between groups.
bool IsPronounceable(std::string_view text) {
  constexpr std::size_t kLeastSyllableLetters = 16;
  std::size_t letters = 0;
  char before = 0;
  for (const char c : text) {
    const bool is_vowel = std::string_view("aeiouAEIOU").find(c) != std::string_view::npos;
    if (c == '-') {
      before = 0;
    } else if (IsLetter(c)) {
      if (before != 0 && (before == 'v') == is_vowel) {
        return false;
      }
      before = is_vowel ? 'v' : 'c';
      ++letters;
    } else if (!IsDigit(c)) {
      return false;
    }
  }
  return letters >= kLeastSyllableLetters;
}

}  // namespace

std::vector<WordPlace> CheapestWords(std::string_view text, const ContextWords& context, double most, double letter) {
  base::SecretText lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  const FoldedText folded{text, lower.Reveal(), {}};
  std::vector<WordPlace> places(text.size() + 1);
  places[0].bits = 0;
  Matches words;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const double before = places[at].bits;
    if (before == std::numeric_limits<double>::infinity()) {
      continue;
    }
    const auto reach = [&](std::size_t length, double bits) {
      if (before + bits < places[at + length].bits) {
        places[at + length] = {before + bits, at};
      }
    };
    reach(1, IsLetter(text[at]) ? letter : 0);
    FindWords(folded, at, context, words);
    for (std::size_t i = 0; i < words.count; ++i) {
      if (words.items[i].form <= Form::kUpper) {
        reach(words.items[i].length, std::min(most, words.items[i].word_bits));
      }
    }
  }
  return places;
}

bool IsPassphrase(std::string_view text, const ContextWords& context) {
  constexpr std::size_t kLeastWords = 5;
  constexpr std::size_t kLeastLetters = 18;  // Of five joined words.
  constexpr std::size_t kHyphens = 2;        // Of words like "drop-down".
  if (std::any_of(text.begin(), text.end(), IsBracket)) {
    return false;
  }
  const Spelling spelling = SpellingOf(text);
  const bool shows_no_words = spelling.letters + spelling.hyphens == text.size() && !spelling.has_capital &&
                              spelling.is_ascii && spelling.joiners == 0 && spelling.hyphens <= kHyphens;
  if (shows_no_words) {
    return spelling.letters >= kLeastLetters;
  }
  if (IsPronounceable(text)) {
    return true;
  }
  const bool joined = spelling.joiners == 0 || spelling.joiners + 1 >= kLeastWords;
  const bool is_row = spelling.random_joiners || (joined && spelling.same_joiner);
  // Three fifths: encoded text has many short ones.
  const bool has_words = spelling.words >= kLeastWords && spelling.long_words + 1 >= kLeastWords &&
                         5 * spelling.long_words >= 3 * spelling.words;
  if (!is_row || !has_words) {
    return false;
  }
  // Words of sentences and placeholders are commoner than those that dice choose: of a million times five words of
  // 7,776, none had less.
  constexpr double kLeastPhraseBits = 54;
  constexpr double kFurtherWordBits = 11;
  constexpr double kMaxWordBits = 13;
  constexpr double kLetterBits = 4.7;
  constexpr double kGapBits = 3;
  const double words = CheapestWords(text, context, kMaxWordBits, kLetterBits).back().bits;
  const double gaps = spelling.random_joiners ? kGapBits * static_cast<double>(spelling.words - 1) : 0;
  return words + gaps >= kLeastPhraseBits + kFurtherWordBits * static_cast<double>(spelling.words - kLeastWords);
}

}  // namespace guesswork
