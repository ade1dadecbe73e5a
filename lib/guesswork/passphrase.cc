#include "guesswork/passphrase.h"

#include <algorithm>
#include <bitset>
#include <unordered_set>

#include "base/secret_text.h"
#include "guesswork/decoders.h"
#include "guesswork/tables.h"

namespace guesswork {
namespace {

// Of templates and placeholders.
bool IsBracket(char c) { return std::string_view("<>{}[]()").find(c) != std::string_view::npos; }

// Words of the grammar of a language: lists of words for passphrases leave them out.
bool IsGrammarWord(std::string_view lower) {
  static const auto words = [] {
    std::unordered_set<std::string_view> set;
    for (std::string_view rest = kGrammarWords; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      set.insert(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return set;
  }();
  return words.count(lower) > 0;
}

// What stands between words, where a generator chooses a digit or a sign for each place.
class Gaps {
 public:
  void Add(std::string_view gap) {
    single_ = single_ && gap.size() == 1;
    for (const char c : gap) {
      digits_ = digits_ || IsDigit(c);
      signs_ = signs_ || IsSignCharacter(c);
      unusual_ = unusual_ || std::string_view(" -_.,:/@'").find(c) == std::string_view::npos;
      different_.set(static_cast<unsigned char>(c));
    }
  }
  // One character each: digits and signs, or different signs of which people do not write all between words.
  [[nodiscard]] bool AreRandom() const {
    return single_ && signs_ && (digits_ || (unusual_ && different_.count() > 1));
  }

 private:
  bool single_ = true;
  bool digits_ = false;
  bool signs_ = false;
  bool unusual_ = false;
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
class Spelling {
 public:
  // `lower`: the text in lower case.
  Spelling(std::string_view text, std::string_view lower) {
    const auto is_letter = [](char c) { return IsLetter(c) || static_cast<unsigned char>(c) >= 0x80; };
    std::size_t last_end = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!is_letter(text[at])) {
        continue;
      }
      std::size_t end = at + 1;
      while (end < text.size() && is_letter(text[end]) && (!IsUpper(text[end]) || IsUpper(text[end - 1]))) {
        ++end;
      }
      if (!words_.empty()) {
        AddGap(text.substr(last_end, at - last_end));
      }
      AddWord(text.substr(at, end - at), lower.substr(at, end - at));
      last_end = end;
      at = end - 1;
    }
  }

  // Lower-case letters alone, but for hyphens as in "drop-down": nothing shows where words begin.
  [[nodiscard]] bool ShowsNoWords(std::size_t size) const {
    constexpr std::size_t kHyphens = 2;
    return letters_ + hyphens_ == size && !has_capital_ && is_ascii_ && joiners_ == 0 && hyphens_ <= kHyphens;
  }
  // Letters that differ from one of the two before.
  [[nodiscard]] std::size_t DifferentLetters() const { return different_letters_; }
  [[nodiscard]] std::size_t Words() const { return words_.size(); }
  [[nodiscard]] bool HasRandomJoiners() const { return gaps_.AreRandom(); }
  [[nodiscard]] bool IsRow(std::size_t least) const {
    return gaps_.AreRandom() || (same_joiner_ && (joiners_ == 0 || joiners_ + 1 >= least));
  }
  // Whether at least `least` of the words are long and few are short: encoded text has many short ones.
  [[nodiscard]] bool HasWords(std::size_t least) const {
    return words_.size() >= least && long_words_ + 1 >= least && 5 * long_words_ >= 3 * words_.size();
  }
  [[nodiscard]] bool IsSentence() const {
    constexpr std::size_t kGrammarWords = 2;
    return grammar_words_ >= kGrammarWords && 4 * grammar_words_ >= words_.size();
  }
  // Whether half of the words and more stand there again.
  [[nodiscard]] bool RepeatsWords() const {
    return 2 * std::unordered_set<std::string_view>(words_.begin(), words_.end()).size() <= words_.size();
  }

 private:
  void AddGap(std::string_view gap) {
    gaps_.Add(gap);
    if (SameSigns(gap, "-")) {
      ++hyphens_;
    } else if (!gap.empty()) {
      same_joiner_ = same_joiner_ && (joiners_ == 0 || SameSigns(gap, joiner_));
      joiner_ = gap;
      ++joiners_;
    }
  }
  void AddWord(std::string_view word, std::string_view lower) {
    words_.push_back(lower);
    long_words_ += word.size() > 2 ? 1 : 0;
    grammar_words_ += IsGrammarWord(lower) ? 1 : 0;
    letters_ += word.size();
    for (std::size_t i = 0; i < word.size(); ++i) {
      different_letters_ += i < 2 || word[i] != word[i - 1] || word[i] != word[i - 2] ? 1 : 0;
    }
    has_capital_ = has_capital_ || std::any_of(word.begin(), word.end(), IsUpper);
    is_ascii_ = is_ascii_ && std::all_of(word.begin(), word.end(), IsLetter);
  }

  std::vector<std::string_view> words_;  // In lower case.
  std::size_t long_words_ = 0;           // Of more than two letters.
  std::size_t grammar_words_ = 0;
  std::size_t letters_ = 0;
  std::size_t different_letters_ = 0;
  std::size_t hyphens_ = 0;  // Between words, alone; other joiners do not count them, since words may have hyphens.
  std::size_t joiners_ = 0;
  std::string_view joiner_;  // The last one, with digits.
  Gaps gaps_;
  bool same_joiner_ = true;
  bool has_capital_ = false;
  bool is_ascii_ = true;
};

// Whether letters or digits in row stand there again: of three in a row less than eleven triples differ.
bool RepeatsTriples(std::string_view text) {
  constexpr std::size_t kTriple = 3, kDifferent = 11;
  std::unordered_set<std::string_view> triples;
  for (std::size_t at = 0; at + kTriple <= text.size(); ++at) {
    triples.insert(text.substr(at, kTriple));
  }
  return triples.size() < kDifferent;
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
  if (std::any_of(text.begin(), text.end(), IsBracket)) {
    return false;
  }
  base::SecretText lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  const Spelling spelling(text, lower.Reveal());
  if (spelling.RepeatsWords() || RepeatsTriples(lower.Reveal())) {
    return false;
  }
  if (spelling.ShowsNoWords(text.size())) {
    return spelling.DifferentLetters() >= kLeastLetters;
  }
  if (IsPronounceable(text)) {
    return true;
  }
  if (!spelling.IsRow(kLeastWords) || !spelling.HasWords(kLeastWords) || spelling.IsSentence()) {
    return false;
  }
  // Words of sentences and placeholders are commoner than those that dice choose: of a million times five words of
  // 7,776, none had less.
  constexpr double kLeastPhraseBits = 54;
  constexpr double kFurtherWordBits = 11;
  constexpr double kMaxWordBits = 13;
  constexpr double kLetterBits = 4.7;
  constexpr double kGapBits = 3;
  const auto further = static_cast<double>(spelling.Words() - kLeastWords);
  const double words = CheapestWords(text, context, kMaxWordBits, kLetterBits).back().bits;
  const double gaps = spelling.HasRandomJoiners() ? kGapBits * static_cast<double>(spelling.Words() - 1) : 0;
  return words + gaps >= kLeastPhraseBits + kFurtherWordBits * further;
}

}  // namespace guesswork
