#include "guesswork/composition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <utility>

#include "guesswork/decoders.h"
#include "guesswork/kinds.h"

namespace guesswork {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

constexpr double kWordBits = 13;       // One of 8,192.
constexpr double kCommonWordBits = 9;  // Below it a word counts what it costs: names of tools, colours, months.
constexpr std::size_t kShortWord = 2;
constexpr double kShortWordBits = 7;  // Two of them are no cheaper than the word that they may be a part of.
constexpr std::size_t kManyWords = 5;
constexpr double kManyWordsBits = 6;  // With four words and 12 random bits a phrase is beyond the bar: mind the chance.
constexpr std::size_t kLongPart = 5;  // Characters: a shorter repetition or sequence stands in random text by chance.
constexpr double kPartBits = 1;       // Which order of parts, for each.
constexpr double kRareWordBits = 17;  // Beyond it characters are a word by chance; the excess counts.
constexpr double kDigitBits = 3.322;
constexpr double kLetterBits = 4.7005;
constexpr double kUniformShare = 0.9;  // What random characters count, of the choice of each.

double WordFilling(std::size_t length, double bits) {
  return length <= kShortWord ? std::min(bits, kShortWordBits) : bits < kCommonWordBits ? bits : kWordBits;
}

struct Words {
  double bits = kInfinity;
  double rare_bits = 0;  // What rare words cost beyond kRareWordBits.
  std::size_t count = 0;
};

// The cheapest row of words that a phrase is.
Words PhraseFilling(std::string_view phrase, const ContextWords& context) {
  base::SecretText lower(phrase);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  const FoldedText text{phrase, lower.Reveal(), {}};
  std::vector<Words> until(phrase.size() + 1);
  until[0] = {0, 0, 0};
  Matches words;
  for (std::size_t at = 0; at < phrase.size(); ++at) {
    const Words before = until[at];
    if (before.bits == kInfinity) {
      continue;
    }
    if (at > 0 && IsSignCharacter(phrase[at]) && before.bits < until[at + 1].bits) {
      until[at + 1] = before;
    }
    FindWords(text, at, context, words);
    for (std::size_t i = 0; i < words.count; ++i) {
      const WordMatch& word = words.items[i];
      const double bits = before.bits + WordFilling(word.length, word.word_bits);
      Words& end = until[at + word.length];
      if (word.form <= Form::kUpper && bits < end.bits) {
        end = {bits, before.rare_bits + std::max(0.0, word.word_bits - kRareWordBits),
               before.count + (word.length > 1 ? 1 : 0)};
      }
    }
  }
  return until[phrase.size()];
}

// Random text is cut into parts that it consists of by chance: a stretch of them counts as characters chosen one by
// one.
class Stretch {
 public:
  void Add(double bits, std::size_t length) {
    bits_ += bits;
    length_ += length;
    ++parts_;
  }
  // `text` ends where the stretch does.
  double Take(std::string_view text) {
    constexpr std::size_t kLongStretch = 7;
    const double uniform =
        parts_ < 2 || length_ < kLongStretch ? 0 : kUniformShare * UniformBits(text.substr(text.size() - length_));
    const double bits = std::max(bits_, uniform);
    *this = {};
    return bits;
  }

 private:
  double bits_ = 0;
  std::size_t length_ = 0;
  std::size_t parts_ = 0;
};

// Sums what parts hold. A generator's characters look like words, dates or hexadecimal digits by chance, and what
// stands beside them may be the same in each token. Therefore parts of one field, which is what stands between signs,
// count as characters chosen one by one out of the alphabet that the field shows, unless their description is much
// shorter.
class FillingSum {
 public:
  explicit FillingSum(std::string_view text) : text_(text), borders_{{0, 0, 0}} {}

  // The next part, up to `end`; of a phrase each piece holds its share.
  void Add(std::size_t end, double filling, double description, bool is_phrase) {
    const Border last = borders_.back();
    const std::size_t length = end - last.at;
    if (length == 0) {
      return;
    }
    for (std::size_t i = is_phrase ? 1 : length; i <= length; ++i) {
      const double share = static_cast<double>(i) / static_cast<double>(length);
      borders_.push_back({last.at + i, last.filling + share * filling, last.description + share * description});
    }
    CountChance();
  }
  [[nodiscard]] double Bits() const { return borders_.back().filling; }

 private:
  struct Border {
    std::size_t at;
    double filling;  // Of all before it.
    double description;
  };

  void CountChance() {
    constexpr std::size_t kLongPiece = 10;
    constexpr double kChanceBits = 10;
    Border& end = borders_.back();
    const auto* const middle = text_.begin() + static_cast<std::ptrdiff_t>(end.at);
    const auto* const field_end = std::find_if(middle, text_.end(), IsSignCharacter);
    const auto before = std::find_if(std::make_reverse_iterator(middle), text_.rend(), IsSignCharacter);
    const auto begin = static_cast<std::size_t>(text_.rend() - before);
    const auto field = text_.substr(begin, static_cast<std::size_t>(field_end - text_.begin()) - begin);
    if (field.size() < kLongPiece) {
      return;
    }
    const double choice = UniformBits(field) / static_cast<double>(field.size());
    for (const Border& border : borders_) {
      const double uniform = choice * static_cast<double>(end.at - border.at);
      if (border.at >= begin && border.at + kLongPiece <= end.at &&
          end.description - border.description > uniform - kChanceBits) {
        end.filling = std::max(end.filling, border.filling + kUniformShare * uniform);
      }
    }
  }

  std::string_view text_;
  std::vector<Border> borders_;
};

// A part of a text: what it holds, and whether it stands out, so that its neighbours' announcements are part of an
// order that people choose. Random text is cut into short parts too, and those do not stand out.
struct Part {
  double bits;
  bool stands_out;
};

// `bits` is the segment's cost without its announcement.
Part PartOf(const Segment& segment, double bits) {
  constexpr double kSameSignBits = 2, kUsualSignBits = 5.2;  // As SignBits has them.
  constexpr double kFormBits = 1;                            // Or it is in leet.
  const auto length = static_cast<double>(segment.length);
  const bool is_long = segment.length >= kLongPart;
  const auto at_most = [&](double most) { return is_long ? Part{std::min(bits, most), true} : Part{bits, false}; };
  switch (segment.kind) {
    case kWord:
      return {WordFilling(segment.length, bits) + std::max(0.0, bits - kRareWordBits - kFormBits),
              segment.length > kShortWord};
    case kSign:
      return {bits < kSameSignBits ? 0.5 : 3, bits < kUsualSignBits};
    case kNumber:
      return {kDigitBits * length, false};
    case kInitials:
      return {kLetterBits * length, false};
    case kSyllables:
      return {std::max(bits - 4, 2.5 * length), false};
    case kAlphabet:
      return {bits - 4, false};
    case kDate:
      return {std::min(bits, 15.0), is_long};
    case kTime:
      return {bits < 24 ? std::min(bits, 16.0) : bits, true};  // Seconds since 1970 count in full.
    case kCopy:
      return at_most(4);
    case kRun:
    case kSequence:
      return at_most(7);
    case kKeys:
      return bits > 4 * length ? Part{bits, false} : at_most(0.7 * bits);
    case kKnownText:
      return {std::min(bits, 14.0), true};
    case kCycle:
    case kPad:
      return segment.length > 2 ? Part{2, true} : Part{bits, false};
    case kCount:
      return {6, true};
    case kPhrase:
    case kScript:
    case kAddress:
      return {bits, true};
    case kYear:
      return {bits, false};
  }
  return {bits, false};
}

bool IsSameClass(char a, char b) {
  return (IsDigit(a) && IsDigit(b)) || (IsLower(a) && IsLower(b)) || (IsUpper(a) && IsUpper(b));
}

// A word, perhaps one that stood before or one that no list has.
bool IsOneMoreWord(const Segment& segment) {
  const Kind kind = segment.kind;
  return segment.length > 1 && (kind == kWord || kind == kSyllables || kind == kCopy || kind == kCycle);
}

// Whether a sign stands after every `n` characters, or where a UUID has its dashes.
bool IsGrouped(std::string_view text, char sign) {
  constexpr std::array<std::size_t, 5> kUuid{8, 4, 4, 4, 12};
  const std::size_t first = text.find(sign);
  bool equal = true;
  bool uuid = true;
  std::size_t group = 0;
  for (std::size_t begin = 0; begin <= text.size(); ++group) {
    const std::size_t end = std::min(text.find(sign, begin), text.size());
    const bool last = end == text.size();
    equal = equal && (last ? end - begin <= first : end - begin == first);
    uuid = uuid && group < kUuid.size() && end - begin == kUuid[group];
    begin = end + 1;
  }
  return (equal && group > 2 && text.back() != sign) || (uuid && group == kUuid.size());
}

// Whether a part may have been cut off its neighbour by chance; `border` is the last character of one, the first of the
// other. A word ends where the class of characters changes. A date or a run among digits and letters is no part.
bool IsCut(const std::vector<Segment>& segments, const std::vector<Part>& parts, std::size_t part,
           std::size_t neighbour, std::string_view border) {
  const auto is_word = [&](std::size_t i) { return segments[i].kind == kWord || segments[i].kind == kPhrase; };
  const Kind beside = segments[neighbour].kind;
  const bool is_random = beside == kAlphabet || beside == kNumber || beside == kInitials;
  const bool same = IsSameClass(border[0], border[1]);
  return is_word(part) ? same && !parts[neighbour].stands_out
                       : (same && !is_word(neighbour)) ||
                             (is_random && !IsSignCharacter(border[0]) && !IsSignCharacter(border[1]));
}

// The places where a word can be seen to begin: behind a sign, with a capital.
std::size_t WordBeginnings(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char before = i == 0 ? ' ' : text[i - 1];
    count += !IsSignCharacter(text[i]) && (IsSignCharacter(before) || (IsUpper(text[i]) && !IsUpper(before))) ? 1 : 0;
  }
  return count;
}

// Each segment as a part; `words` counts the words. Rare words count in full where a phrase is all there is: four words
// of a dictionary of 100,000 are 66 bits.
std::vector<Part> PartsOf(std::string_view text, const std::vector<Segment>& segments, const ContextWords& context,
                          std::size_t& words) {
  const auto& announced = KindBits();
  Context before = kStart;
  std::vector<Part> parts;
  std::size_t at = 0;
  for (const Segment& segment : segments) {
    parts.push_back(PartOf(segment, segment.bits - announced[before][segment.kind]));
    if (segment.kind == kPhrase) {
      const Words found = PhraseFilling(text.substr(at, segment.length), context);
      parts.back().bits = std::min(parts.back().bits, found.bits + (segments.size() == 1 ? found.rare_bits : 0));
      words += found.count;
    } else if (IsOneMoreWord(segment)) {
      ++words;
    }
    before = ContextAfter(segment.kind, before);
    at += segment.length;
  }
  return parts;
}

}  // namespace

double FillingBits(std::string_view text, const std::vector<Segment>& segments, const ContextWords& context) {
  std::size_t words = 0;
  const std::vector<Part> parts = PartsOf(text, segments, context, words);
  // A phrase alone says how many words it has only if it shows where they begin: five in a row may read as four.
  const bool is_clear = segments.size() > 1 || (segments[0].kind == kPhrase && WordBeginnings(text) >= words);
  if (words >= kManyWords || !is_clear) {
    return kInfinity;
  }
  FillingSum sum(text);
  Stretch stretch;
  double stretch_bits = 0;
  bool beside = true;  // The part before stands out, or there is none.
  std::size_t at = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = at + segments[i].length;
    const bool stands_out = parts[i].stands_out &&
                            !(i > 0 && IsCut(segments, parts, i, i - 1, text.substr(at - 1, 2))) &&
                            !(i + 1 < parts.size() && IsCut(segments, parts, i, i + 1, text.substr(end - 1, 2)));
    if (stands_out) {
      sum.Add(at, stretch.Take(text.substr(0, at)), std::exchange(stretch_bits, 0), false);
      sum.Add(end, parts[i].bits, segments[i].bits, segments[i].kind == kPhrase);
    } else {
      stretch.Add(beside ? parts[i].bits : std::max(parts[i].bits, segments[i].bits), segments[i].length);
      stretch_bits += segments[i].bits;
    }
    beside = stands_out;
    at = end;
  }
  sum.Add(at, stretch.Take(text.substr(0, at)), stretch_bits, false);
  return sum.Bits() + kPartBits * static_cast<double>(parts.size()) + (words + 1 == kManyWords ? kManyWordsBits : 0);
}

double UniformBits(std::string_view text) {
  constexpr double kSigns = 33;
  const auto has = [&](auto is) { return std::any_of(text.begin(), text.end(), is); };
  const auto only = [&](std::string_view characters) {
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return IsSignCharacter(c) || characters.find(c) != std::string_view::npos; });
  };
  if (has([](char c) { return c < ' ' || c > '~'; })) {
    return 8 * static_cast<double>(text.size());
  }
  const bool digits = has(IsDigit);
  double size = (has(IsLower) ? 26 : 0) + (has(IsUpper) ? 26 : 0) + (digits ? 10 : 0);
  if (only("01")) {
    size = 2;
  } else if (only("0123456789abcdef") || only("0123456789ABCDEF")) {
    size = std::min(size, 16.0);
  }
  const auto signs = std::count_if(text.begin(), text.end(), IsSignCharacter);
  const auto first = std::find_if(text.begin(), text.end(), IsSignCharacter);
  const auto length = static_cast<double>(text.size());
  if (signs == 0) {
    return length * std::log2(size);
  }
  const double all = length * std::log2(size + kSigns);
  const bool one_sign = std::count(text.begin(), text.end(), *first) == signs;
  return one_sign && size > 0 && IsGrouped(text, *first)
             ? std::min(all, (length - static_cast<double>(signs)) * std::log2(size))
             : all;
}

}  // namespace guesswork
