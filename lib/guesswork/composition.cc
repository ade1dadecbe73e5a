#include "guesswork/composition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "guesswork/class_code.h"
#include "guesswork/decoders.h"
#include "guesswork/kinds.h"
#include "guesswork/passphrase.h"

namespace guesswork {
namespace {

constexpr double kPatternBits = 10;  // More than in a run: the whole of every random text is tried.

bool IsHex(char c, char a) { return IsDigit(c) || (c >= a && c <= a + 5); }

bool IsSign(char c) { return c == '\n' || (c >= ' ' && c <= '~' && IsSignCharacter(c)); }

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

bool Holds(std::string_view characters, char c) { return characters.find(c) != std::string_view::npos; }

// The characters of a run, one added at a time: which alphabet they show, and whether they stand in groups.
class Run {
 public:
  void Add(char c) {
    ++size_;
    if (IsSign(c)) {
      AddSign(c);
    } else if (c < ' ' || c > '~') {
      is_ascii_ = false;
    } else {
      ++group_;
      lower_ = lower_ || IsLower(c);
      upper_ = upper_ || IsUpper(c);
      digit_ = digit_ || IsDigit(c);
      bit_ = bit_ && (c == '0' || c == '1');
      hex_lower_ = hex_lower_ && IsHex(c, 'a');
      hex_upper_ = hex_upper_ && IsHex(c, 'A');
    }
  }
  [[nodiscard]] std::size_t Signs() const { return signs_; }
  // Groups with one sign between, perhaps a blank after it: three and more of the same size, of which the last may be
  // shorter; or twelve numbers and more.
  [[nodiscard]] bool IsGrouped() const {
    constexpr std::size_t kNumbers = 12;
    const bool same_size = equal_ && group_ <= first_group_;
    const bool numbers = groups_ + 1 >= kNumbers && !lower_ && !upper_;
    return groups_ > 1 && one_sign_ && group_ > 0 && (same_size || numbers);
  }
  // Two groups of the same size that are no words.
  [[nodiscard]] bool IsHalved() const { return groups_ == 1 && signs_ == 1 && group_ == first_group_ && IsMixed(); }
  [[nodiscard]] bool HasBlank() const { return blank_; }
  // Of two kinds of lower case, upper case and digits, or of many signs.
  [[nodiscard]] bool IsMixed() const { return int{lower_} + int{upper_} + int{digit_} > 1 || 5 * signs_ >= size_; }
  // The choice of each of the characters that are no signs.
  [[nodiscard]] double LetterBits() const { return Bits(size_ - signs_, AlphabetSize()); }
  // The choice of each, signs included: of base64, of password managers or of all that is printable.
  [[nodiscard]] double SignedBits() const {
    constexpr double kBase64 = 64, kManagers = 73, kPrintable = 95;
    return Bits(size_, base64_ || base64url_ ? kBase64 : managers_ ? kManagers : kPrintable);
  }
  // The same, of the letters and digits that it shows and the signs of one of these.
  [[nodiscard]] double ShownBits() const {
    const double signs = signs_ == 0 ? 0 : base64_ || base64url_ ? 2 : managers_ ? 11 : kPrintableSigns;
    return Bits(size_, AlphabetSize() + signs);
  }
  // The choice of letters in groups, and about what it costs that their sign stands there again.
  [[nodiscard]] double GroupBits() const {
    constexpr double kGroupSignBits = 2;
    return LetterBits() + kGroupSignBits * static_cast<double>(signs_);
  }

 private:
  static constexpr double kPrintableSigns = 33;

  void AddSign(char c) {
    ++signs_;
    base64_ = base64_ && Holds("+/=", c);
    base64url_ = base64url_ && Holds("-_", c);
    blank_ = blank_ || c == ' ' || c == '\n';
    managers_ = managers_ && Holds("-._!@#$%^&*", c);
    if (c == ' ' && groups_ > 0 && group_ == 0 && sign_ != ' ') {
      return;
    }
    if (groups_ == 0) {
      sign_ = c;
      first_group_ = group_;
    }
    one_sign_ = one_sign_ && c == sign_ && group_ > 0;
    equal_ = equal_ && group_ == first_group_;
    group_ = 0;
    ++groups_;
  }
  [[nodiscard]] double AlphabetSize() const {
    if (bit_) {
      return 2;
    }
    const double all = (lower_ ? 26 : 0) + (upper_ ? 26 : 0) + (digit_ ? 10 : 0);
    return hex_lower_ || hex_upper_ ? std::min(all, 16.0) : all;
  }
  [[nodiscard]] double Bits(std::size_t count, double of) const {
    static const std::array<double, 257> logarithms = [] {
      std::array<double, 257> of_sizes{};
      for (std::size_t size = 1; size < of_sizes.size(); ++size) {
        of_sizes[size] = std::log2(static_cast<double>(size));
      }
      return of_sizes;
    }();
    return static_cast<double>(count) * logarithms[is_ascii_ ? static_cast<std::size_t>(of) : 256];
  }

  std::size_t size_ = 0;
  std::size_t signs_ = 0;
  std::size_t groups_ = 0;  // That a sign has ended.
  std::size_t group_ = 0;   // Characters since the last sign.
  std::size_t first_group_ = 0;
  char sign_ = 0;
  bool is_ascii_ = true;
  bool one_sign_ = true;
  bool equal_ = true;
  bool lower_ = false;
  bool upper_ = false;
  bool digit_ = false;
  bool bit_ = true;
  bool hex_lower_ = true;
  bool hex_upper_ = true;
  bool base64_ = true;
  bool base64url_ = true;
  bool managers_ = true;
  bool blank_ = false;
};

bool IsUuid(std::string_view text) {
  constexpr std::size_t kSize = 36;
  constexpr std::array<std::size_t, 4> kDashes{8, 13, 18, 23};
  return text.size() == kSize &&
         static_cast<std::size_t>(std::count(text.begin(), text.end(), '-')) == kDashes.size() &&
         std::all_of(kDashes.begin(), kDashes.end(), [&](std::size_t at) { return text[at] == '-'; });
}

// What the first `size` characters of a part, `text`, may hold beside the order that they show, in bits.
double PartBits(const Segment& segment, std::string_view text, std::size_t size) {
  constexpr double kDigitBits = 2.5;
  constexpr double kInitialBits = 2.5;
  constexpr double kLetterBits = 0.2;
  constexpr double kAnnouncedBits = 8;  // Roughly what the announcement of characters without a pattern takes.
  constexpr double kScriptAnnouncedBits = 5;
  constexpr double kCodePointBits = 10;
  const auto count = [&](std::string_view part, auto has) {
    return static_cast<double>(std::count_if(part.begin(), part.end(), has));
  };
  const double share = static_cast<double>(size) / static_cast<double>(segment.length);
  switch (segment.kind) {
    case kWord:
    case kPhrase: {
      const double digits = count(text.substr(0, size), IsDigit);
      return kLetterBits * (static_cast<double>(size) - digits) + kDigitBits * digits;
    }
    case kSign:
      return 0.5;
    case kNumber:
      return kDigitBits * static_cast<double>(size);
    case kInitials:
      return kInitialBits * static_cast<double>(size);
    case kAlphabet:
      return share * std::max(0.0, segment.bits - kAnnouncedBits);
    case kScript: {
      const double points = count(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
      return share * std::clamp(segment.bits - kScriptAnnouncedBits, 0.0, kCodePointBits * points);
    }
    case kSyllables:
      return share * std::max(std::min(segment.bits, 10.0), segment.bits - 22);
    case kKeys:
    case kDate:
    case kTime:
    case kAddress:
      return share * std::min(segment.bits, 10.0);
    case kYear:
    case kCopy:
    case kCycle:
    case kPad:
    case kRun:
    case kSequence:
    case kCount:
    case kKnownText:
      return share * std::min(segment.bits, 4.0);
  }
  return share * segment.bits;
}

// A place between two characters: what all before it costs.
struct Place {
  double described = 0;
  double known = 0;     // As PartBits.
  double signs = 0;     // What signs between parts cost.
  double most = 0;      // With runs of random characters, since the last sign that is in none.
  bool border = false;  // Whether a run may begin or end here.
  bool edge = false;    // Whether a part ends here, or a sign stands beside it.
};

// What characters hold that can have been chosen one by one, and what they must cost at least by ClassBits.
struct Choice {
  double bits = 0;  // 0 if they can't.
  double class_bits = 0;
};

// `known`: what the parts of the whole text hold, as PartBits. Short runs and runs with signs look random in what
// people type, too: they must cost all that the choice does, and beside a run with signs nearly nothing else may be
// random.
Choice ChoiceIn(const Run& run, const Place& begin, const Place& end, double known, bool is_uuid) {
  constexpr double kLong = 60, kShort = 40, kShortDearer = 6, kSigned = 66, kBesideSigned = 10;
  constexpr std::size_t kManySigns = 3;
  const double described = end.described - begin.described;
  const bool whole = begin.edge && end.edge;
  const bool grouped =
      is_uuid || (run.IsGrouped() && (whole || run.Signs() >= kManySigns)) || (run.IsHalved() && whole);
  const double letter_bits = run.LetterBits();
  const double letters = described - (grouped ? end.signs - begin.signs : 0);
  const Choice of_letters{letter_bits, letter_bits - kChanceBits};
  if ((grouped || run.Signs() == 0) && letter_bits >= kLong && letters >= letter_bits - kChanceBits) {
    return of_letters;
  }
  if (run.Signs() == 0) {
    return letter_bits >= kShort && letters >= letter_bits + kShortDearer ? of_letters : Choice{};
  }
  const double bits = run.SignedBits();
  const double beside = known - (end.known - begin.known);
  const bool random =
      bits >= kSigned && described >= bits && beside <= kBesideSigned && run.IsMixed() && !run.HasBlank();
  return random ? Choice{bits, run.ShownBits() - kChanceBits} : Choice{};
}

// Where the words of a phrase end, each with its share of the phrase's bits.
void DividePhrase(std::string_view phrase, const ContextWords& context, std::vector<Place>::iterator places) {
  constexpr double kAny = std::numeric_limits<double>::infinity();
  const std::vector<WordPlace> words = CheapestWords(phrase, context, kAny, kAny);
  const double scale = places[static_cast<std::ptrdiff_t>(phrase.size())].described - places[0].described;
  for (std::size_t at = words.back().from; at > 0; at = words[at].from) {
    Place& place = places[static_cast<std::ptrdiff_t>(at)];
    place.described = places[0].described + scale * words[at].bits / words.back().bits;
    place.border = true;
  }
}

// Whether a run may begin or end within a part behind its first `size` characters.
bool IsBorder(Kind kind, std::string_view part, std::size_t size) {
  switch (kind) {
    case kNumber:
    case kScript:
      return true;
    case kWord:
      return IsSign(part[size - 1]) ||
             std::all_of(part.begin() + static_cast<std::ptrdiff_t>(size), part.end(), IsDigit);
    case kAlphabet:
    case kInitials:
    case kKeys:
    case kSyllables:
      return IsSign(part[size - 1]) || IsSign(part[size]);
    default:
      return false;
  }
}

// The borders of the parts, and those inside of what may be cut.
std::vector<Place> PlacesOf(std::string_view text, const std::vector<Segment>& segments, const ContextWords& context) {
  std::vector<Place> places(text.size() + 1);
  places[0].border = true;
  places[0].edge = true;
  std::size_t at = 0;
  for (const Segment& segment : segments) {
    const std::string_view part = text.substr(at, segment.length);
    for (std::size_t i = 1; i <= segment.length; ++i) {
      const double share = static_cast<double>(i) / static_cast<double>(segment.length);
      const bool is_end = i == segment.length;
      Place& place = places[at + i];
      place.described = places[at].described + share * segment.bits;
      place.known = places[at].known + PartBits(segment, part, i);
      place.signs = places[at].signs + (segment.kind == kSign ? segment.bits : 0);
      place.border = is_end || IsBorder(segment.kind, part, i);
      place.edge = is_end || IsSign(part[i - 1]) || IsSign(part[i]);
    }
    if (segment.kind == kPhrase) {
      DividePhrase(part, context, places.begin() + static_cast<std::ptrdiff_t>(at));
    }
    at += segment.length;
  }
  return places;
}

// All runs that begin at a place. `formed`: as ClassBitsByPlace.
void AddRuns(std::string_view text, std::size_t from, const std::vector<double>& formed, std::vector<Place>& places) {
  constexpr double kLeastDescribed = 46;  // Of short runs; nothing cheaper counts.
  const Place& begin = places[from];
  Run run;
  for (std::size_t to = from + 1; to < places.size(); ++to) {
    run.Add(text[to - 1]);
    Place& end = places[to];
    if (!end.border || end.described - begin.described < kLeastDescribed) {
      continue;
    }
    const Choice choice = ChoiceIn(run, begin, end, places.back().known, IsUuid(text.substr(from, to - from)));
    const bool has_form = run.IsMixed() && !formed.empty() && formed[to] - formed[from] < choice.class_bits;
    if (choice.bits > 0 && !has_form) {
      end.most = std::max(end.most, begin.most + choice.bits);
    }
  }
}

struct Whole {
  Run run;
  bool in_one_alphabet;  // Without signs, or in groups.
};

Whole WholeOf(std::string_view text) {
  if (!text.empty() && text.back() == '\n') {
    text.remove_suffix(1);
  }
  if (text.size() > 2 && text.front() == '{' && text.back() == '}') {
    text = text.substr(1, text.size() - 2);
  }
  Run run;
  for (const char c : text) {
    run.Add(c);
  }
  return {run, run.Signs() == 0 || run.IsGrouped() || run.IsHalved() || IsUuid(text)};
}

}  // namespace

double RandomBits(std::string_view text, const std::vector<Segment>& segments, const ContextWords& context) {
  const std::size_t size = text.size();
  std::vector<Place> places = PlacesOf(text, segments, context);
  const std::vector<double> formed = ClassBitsByPlace(text);
  double most = 0;
  for (std::size_t from = 0; from < size; ++from) {
    const Place& begin = places[from];
    most = std::max(most, begin.most);
    // Letters of another script are no run: their groups are one stretch.
    const bool ends = IsSign(text[from]) && (from == 0 || IsAscii(text[from - 1]));
    const double beside = ends ? 0 : begin.most + places[from + 1].known - begin.known;
    places[from + 1].most = std::max(places[from + 1].most, beside);
    if (begin.border) {
      AddRuns(text, from, formed, places);
    }
  }
  return std::max(most, places[size].most);
}

double UniformBits(std::string_view text) {
  const auto [run, in_one_alphabet] = WholeOf(text);
  return in_one_alphabet ? run.GroupBits() : run.SignedBits();
}

double ClassLimitBits(std::string_view text) {
  const auto [run, in_one_alphabet] = WholeOf(text);
  return (in_one_alphabet ? run.LetterBits() : run.ShownBits()) - kPatternBits;
}

double PatternLimitBits(std::string_view text) { return UniformBits(text) - kPatternBits; }

}  // namespace guesswork
