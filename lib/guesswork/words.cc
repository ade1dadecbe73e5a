#include "guesswork/words.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "guesswork/tables.h"

namespace guesswork {
namespace {

constexpr double kContextBits = 4;  // 1/16: what the lists leave of the mixture (make_tables.py).
constexpr double kWordStep = 0.25;
constexpr unsigned kNotExpected = 255;
constexpr unsigned kSentence = 3;  // Topics 1 to 3 expect the next word of a sentence; 3 is after its rarer words.
constexpr unsigned kTopicWidth = 5;
constexpr unsigned kTopicMask = 31;
// After a word of a form: 0.6 for the same form, 0.4 for any.
constexpr double kSameFormBits = 0.737;
constexpr double kOtherFormBits = 1.322;
constexpr std::size_t kMaxVisits = 96;  // Nodes visited from one place: bounds the work on texts made of leet digits.

// 2^-bits of lower, capital, upper, mixed, leet, reversed: 0.64 + 0.23 + 0.05 + 0.01 + 0.04 + 0.03.
constexpr std::array<double, 6> kFormBits{0.65, 2.1, 4.4, 6.5, 4.6, 5.2};
constexpr double kMixedLetterBits = 1;  // Upper or lower, for each letter.
// In leet, of a letter that has stand-ins: 2^-1.6 + 2^-0.6 < 1.
constexpr double kPlainLetterBits = 1.6;
constexpr double kStandInBits = 0.6;

std::uint32_t Unit(std::uint32_t index) {
  std::uint32_t unit = 0;
  if (std::size_t{index} * 4 + 4 <= kWordUnits.size()) {
    std::memcpy(&unit, kWordUnits.data() + std::size_t{index} * 4, 4);
  }
  return unit;
}

// What the table says of the word that ends at a node.
struct Entry {
  double bits;
  std::uint16_t topics;
  bool is_common;
};

Entry EntryAt(std::uint32_t offset) {
  const std::uint32_t value = Unit(offset) >> 9U;
  return {(value & 0x7FU) * kWordStep, static_cast<std::uint16_t>(value >> 8U), (value & 0x80U) != 0};
}

struct StandIn {
  char letter;
  double bits;
};

// The letters that a character may stand for.
struct StandIns {
  std::array<StandIn, 2> of;
  std::size_t count;
};

// kStandInBits + log2 of the number of characters that stand for the letter: a 4 @, e 3, i 1 !, o 0, s 5 $, t 7 +, l 1
// |, b 8, g 9 6, z 2.
StandIns StandInsOf(char c) {
  switch (c) {
    case '4':
    case '@':
      return {{{{'a', kStandInBits + 1}, {}}}, 1};
    case '3':
      return {{{{'e', kStandInBits}, {}}}, 1};
    case '1':
      return {{{{'i', kStandInBits + 1}, {'l', kStandInBits + 1}}}, 2};
    case '!':
      return {{{{'i', kStandInBits + 1}, {}}}, 1};
    case '|':
      return {{{{'l', kStandInBits + 1}, {}}}, 1};
    case '0':
      return {{{{'o', kStandInBits}, {}}}, 1};
    case '5':
    case '$':
      return {{{{'s', kStandInBits + 1}, {}}}, 1};
    case '7':
    case '+':
      return {{{{'t', kStandInBits + 1}, {}}}, 1};
    case '8':
      return {{{{'b', kStandInBits}, {}}}, 1};
    case '9':
    case '6':
      return {{{{'g', kStandInBits + 1}, {}}}, 1};
    case '2':
      return {{{{'z', kStandInBits}, {}}}, 1};
    default:
      return {{}, 0};
  }
}

bool HasStandIns(char letter) {
  switch (letter) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 's':
    case 't':
    case 'l':
    case 'b':
    case 'g':
    case 'z':
      return true;
    default:
      return false;
  }
}

struct Walk {
  const FoldedText& text;
  std::size_t at;
  Matches& matches;
  std::size_t visits = 0;

  void Add(const WordMatch& match) {
    if (matches.count < kMaxMatches) {
      matches.items[matches.count++] = match;
    }
  }

  void AddAt(std::size_t length, const Entry& entry, double leet_bits, bool leet) {
    const auto piece = text.text.substr(at, length);
    bool has_letters = false;
    const Form form = FormOf(piece, has_letters);
    const double form_bits = FormBits(piece, form);
    if (leet) {
      Add({length, entry.bits, form_bits + kFormBits[static_cast<std::size_t>(Form::kLeet)] + leet_bits, Form::kLeet,
           has_letters, entry.topics, entry.is_common});
    } else {
      Add({length, entry.bits, form_bits, form, has_letters, entry.topics, entry.is_common});
    }
  }

  // All words along the text from this node on: `leet_bits` is what their writing in leet costs so far.
  void Forward(std::uint32_t offset, std::size_t length, double leet_bits, bool leet) {
    for (; at + length < text.lower.size(); ++length) {
      if (++visits > kMaxVisits) {
        return;
      }
      const char c = text.lower[at + length];
      const StandIns stand_ins = StandInsOf(c);
      for (std::size_t i = 0; i < stand_ins.count; ++i) {
        const auto [letter, bits] = stand_ins.of[i];
        std::uint32_t next = 0;
        if (Step(offset, letter, next, length + 1, leet_bits + bits, true)) {
          Forward(next, length + 1, leet_bits + bits, true);
        }
      }
      if (HasStandIns(c)) {
        leet_bits += kPlainLetterBits;
      }
      std::uint32_t next = 0;
      if (!Step(offset, c, next, length + 1, leet_bits, leet)) {
        return;
      }
      offset = next;
    }
  }

  bool Step(std::uint32_t offset, char c, std::uint32_t& next, std::size_t length, double leet_bits, bool leet) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0) {
      return false;
    }
    const std::uint32_t unit = Unit(offset ^ byte);
    if ((unit & 0xFFU) != byte) {
      return false;
    }
    next = unit >> 9U;
    if ((unit & 0x100U) != 0) {
      AddAt(length, EntryAt(next), leet_bits, leet);
    }
    return true;
  }
};

// A word that is read from its end stands in the reversed text as it is.
void FindReversed(const FoldedText& text, std::size_t at, Matches& matches) {
  const std::size_t size = text.reversed.size();
  // Every word that ends, read backwards, where the text's piece begins: it would have to be searched from each end.
  // Instead: from the end `at + length` of the piece, for the lengths that words have.
  constexpr std::size_t kShortest = 4;
  constexpr std::size_t kLongest = 12;
  for (std::size_t length = kShortest; length <= kLongest && at + length <= size; ++length) {
    std::uint32_t offset = kWordRoot;
    const std::size_t begin = size - at - length;
    for (std::size_t i = 0; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(text.reversed[begin + i]);
      const std::uint32_t unit = byte == 0 ? 0 : Unit(offset ^ byte);
      if (byte == 0 || (unit & 0xFFU) != byte) {
        break;
      }
      offset = unit >> 9U;
      if (i + 1 == length && (unit & 0x100U) != 0 && matches.count < kMaxMatches) {
        bool has_letters = false;
        const auto piece = text.text.substr(at, length);
        const Form form = FormOf(piece, has_letters);
        const Entry entry = EntryAt(offset);
        matches.items[matches.count++] = {
            length,          entry.bits,  FormBits(piece, form) + kFormBits[static_cast<std::size_t>(Form::kReversed)],
            Form::kReversed, has_letters, entry.topics,
            entry.is_common};
      }
    }
  }
}

// The topics and one more, once. A word has three at most.
std::uint16_t With(std::uint16_t topics, unsigned topic) {
  for (unsigned left = topics; left != 0; left >>= kTopicWidth) {
    if ((left & kTopicMask) == topic) {
      return topics;
    }
  }
  return static_cast<std::uint16_t>((static_cast<unsigned>(topics) << kTopicWidth) | topic);
}

}  // namespace

ContextWords::ContextWords(const std::vector<std::string_view>& words) {
  words_.reserve(std::min(words.size(), kMaxWords));
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (std::find(words.begin(), word, *word) != word) {
      continue;
    }
    std::string lower(*word);
    std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
    if (lower.size() >= 3 && words_.size() < kMaxWords &&
        std::find(words_.begin(), words_.end(), lower) == words_.end()) {
      words_.push_back(std::move(lower));
    }
  }
  bits_ = kContextBits + std::log2(static_cast<double>(std::max<std::size_t>(words_.size(), 1)));
}

Form FormOf(std::string_view text, bool& has_letters) {
  std::size_t lower = 0;
  std::size_t upper = 0;
  for (const char c : text) {
    lower += IsLower(c) ? 1 : 0;
    upper += IsUpper(c) ? 1 : 0;
  }
  has_letters = lower + upper != 0;
  if (upper == 0) {
    return Form::kLower;
  }
  if (upper == 1 && IsUpper(text[0])) {
    return Form::kCapital;
  }
  return lower == 0 ? Form::kUpper : Form::kMixed;
}

double FormBits(std::string_view text, Form form) {
  double bits = kFormBits[static_cast<std::size_t>(form)];
  if (form == Form::kMixed) {
    bits += kMixedLetterBits * static_cast<double>(std::count_if(text.begin(), text.end(), IsLetter));
  }
  return bits;
}

WordChoice ChoiceOf(const WordMatch& word, Expectation before) {
  if (before.topics == 0) {
    return {word.word_bits, {word.topics, before.form}};
  }
  std::uint16_t expected = 0;  // Of the topics of the word.
  double least = std::numeric_limits<double>::infinity();
  double any = 0;
  double choices = 0;
  for (unsigned left = before.topics; left != 0; left >>= kTopicWidth) {
    ++choices;
    const unsigned from = left & kTopicMask;
    const auto row = kFollowCosts.substr(from * kFollowRow, kFollowRow);
    any = std::max(any, static_cast<unsigned char>(row[0]) * kWordStep);
    for (unsigned own = word.topics; own != 0; own >>= kTopicWidth) {
      const unsigned topic = own & kTopicMask;
      const unsigned steps = static_cast<unsigned char>(row[1 + topic * 2 + (word.is_common ? 1 : 0)]);
      if (steps != kNotExpected) {
        expected = With(expected, from <= kSentence ? std::min(topic, kSentence) : topic);
        least = std::min(least, steps * kWordStep);
      }
    }
  }
  const double bits = least + std::log2(choices);
  if (bits < word.word_bits + any) {
    return {bits, {expected, before.form}};
  }
  return {word.word_bits + any, {word.topics == 0 ? before.topics : word.topics, before.form}};
}

double FormBitsAfter(const WordMatch& word, Form before) {
  if (before == Form::kMixed || word.form == Form::kReversed || word.form == Form::kLeet || !word.has_letters) {
    return word.form_bits + (before == Form::kMixed ? 0 : kOtherFormBits);
  }
  return word.form == before ? std::min(kSameFormBits, word.form_bits + kOtherFormBits)
                             : word.form_bits + kOtherFormBits;
}

void FindWords(const FoldedText& text, std::size_t at, const ContextWords& context, Matches& matches) {
  matches.count = 0;
  for (const auto& word : context.Words()) {
    if (text.lower.substr(at, word.size()) == word && matches.count < kMaxMatches) {
      bool has_letters = false;
      const auto piece = text.text.substr(at, word.size());
      const Form form = FormOf(piece, has_letters);
      matches.items[matches.count++] = {word.size(), context.Bits(), FormBits(piece, form), form, has_letters,
                                        0,           false};
    }
  }
  Walk walk{text, at, matches};
  walk.Forward(kWordRoot, 0, 0, false);
  FindReversed(text, at, matches);
}

}  // namespace guesswork
