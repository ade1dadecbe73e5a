// Finds the words that begin at a place of a text. Pure; any number of threads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guesswork {

// How a word is written. The last two are no choice of phrases.
enum class Form : std::uint8_t { kLower, kCapital, kUpper, kMixed, kLeet, kReversed };

struct WordMatch {
  std::size_t length;
  double word_bits;  // Which word it is.
  double form_bits;  // How it is written, where it stands alone.
  Form form;
  bool has_letters;      // Otherwise kLower, kCapital and kUpper are the same.
  std::uint16_t topics;  // Up to three sets (a language, names, colours) that the word belongs to, 5 bits each.
  bool is_common;        // In its topics.
};

// What the word before tells of the next one.
struct Expectation {
  std::uint16_t topics = 0;  // As WordMatch has them.
  Form form = Form::kMixed;  // kMixed: none.
};

// Which word it is, and how it is written where it stands alone, after what came before.
struct WordChoice {
  double bits;
  Expectation next;
};
WordChoice ChoiceOf(const WordMatch& word, Expectation before);
// The same of the form alone: at most the word's `form_bits` and a bit.
double FormBitsAfter(const WordMatch& word, Form before);

// Words of the profile: the namespace, the Secret's name, the company. A word of the context costs 4 bits and the
// choice among them, as much as the commonest words of the tables.
class ContextWords {
 public:
  static constexpr std::size_t kMaxWords = 64;
  // Those of less than 3 characters, and those beyond the first 64, are left out; doubles count once.
  explicit ContextWords(const std::vector<std::string_view>& words);
  [[nodiscard]] const std::vector<std::string>& Words() const { return words_; }
  [[nodiscard]] double Bits() const { return bits_; }

 private:
  std::vector<std::string> words_;  // In lower case.
  double bits_ = 0;
};

// What the searches need of a text, computed once. Views into the caller's memory.
struct FoldedText {
  std::string_view text;
  std::string_view lower;     // The same in lower case.
  std::string_view reversed;  // The lower-case text from its end.
};

// A place's matches; cleared first. At most kMaxMatches.
constexpr std::size_t kMaxMatches = 64;
struct Matches {
  std::array<WordMatch, kMaxMatches> items;
  std::size_t count = 0;
};

void FindWords(const FoldedText& text, std::size_t at, const ContextWords& context, Matches& matches);

// ASCII alone.
constexpr char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
constexpr bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLetter(char c) { return IsLower(Lower(c)); }

// The form of a text and what it costs to say so; `capital` if the first letter may be the only upper one.
Form FormOf(std::string_view text, bool& has_letters);
double FormBits(std::string_view text, Form form);

}  // namespace guesswork
