#include "guesswork/composition.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "guesswork/decoders.h"
#include "guesswork/kinds.h"
#include "guesswork/passphrase.h"

namespace guesswork {
namespace {

constexpr double kSigns = 33;

bool IsHex(char c, char a) { return IsDigit(c) || (c >= a && c <= a + 5); }

// The characters of a run, one added at a time: which alphabet they show, and whether they stand in groups.
class Run {
 public:
  void Add(char c) {
    ++size_;
    if (c < ' ' || c > '~') {
      is_ascii_ = false;
    } else if (IsSignCharacter(c)) {
      AddSign(c);
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
  [[nodiscard]] bool HasOneSign() const { return one_sign_; }
  // Groups of the same size with one sign between; the last one may be shorter. Three groups and more.
  [[nodiscard]] bool IsGrouped() const {
    return signs_ > 1 && one_sign_ && equal_ && group_ > 0 && group_ <= first_group_;
  }
  // The choice of each of the characters that are no signs.
  [[nodiscard]] double LetterBits() const { return Bits(size_ - signs_, AlphabetSize()); }
  // The choice of each, signs included.
  [[nodiscard]] double AllBits() const { return Bits(size_, AlphabetSize() + (signs_ > 0 ? kSigns : 0)); }
  // The same, whatever the letters and digits are.
  [[nodiscard]] double PrintableBits() const { return Bits(size_, 62 + kSigns); }

 private:
  void AddSign(char c) {
    if (signs_ == 0) {
      sign_ = c;
      first_group_ = group_;
    }
    one_sign_ = one_sign_ && c == sign_;
    equal_ = equal_ && group_ == first_group_ && group_ > 0;
    group_ = 0;
    ++signs_;
  }
  [[nodiscard]] double AlphabetSize() const {
    if (!is_ascii_) {
      return 256;
    }
    if (size_ == signs_) {
      return 0;
    }
    if (bit_) {
      return 2;
    }
    const double all = (lower_ ? 26 : 0) + (upper_ ? 26 : 0) + (digit_ ? 10 : 0);
    return hex_lower_ || hex_upper_ ? std::min(all, 16.0) : all;
  }
  [[nodiscard]] double Bits(std::size_t count, double of) const {
    return static_cast<double>(count) * std::log2(is_ascii_ ? of : 256);
  }

  std::size_t size_ = 0;
  std::size_t signs_ = 0;
  std::size_t group_ = 0;  // Characters since the last sign.
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
};

bool IsUuid(std::string_view text) {
  constexpr std::size_t kSize = 36;
  constexpr std::array<std::size_t, 4> kDashes{8, 13, 18, 23};
  return text.size() == kSize &&
         static_cast<std::size_t>(std::count(text.begin(), text.end(), '-')) == kDashes.size() &&
         std::all_of(kDashes.begin(), kDashes.end(), [&](std::size_t at) { return text[at] == '-'; });
}

Run RunOf(std::string_view text) {
  Run run;
  for (const char c : text) {
    run.Add(c);
  }
  return run;
}

// Without signs, or with one that separates groups.
bool IsInOneAlphabet(const Run& run, std::string_view text) {
  return run.Signs() == 0 || run.IsGrouped() || IsUuid(text);
}

// What a part that shows an order may hold beside its order, in bits.
double PartBits(const Segment& segment, std::string_view text) {
  constexpr double kDigitBits = 2.5;
  constexpr double kInitialBits = 2.5;
  constexpr double kAnnouncedBits = 8;  // Roughly what the announcement of characters without a pattern takes.
  constexpr double kScriptAnnouncedBits = 5;
  const auto length = static_cast<double>(segment.length);
  switch (segment.kind) {
    case kWord: {
      const auto digits = std::find_if_not(text.rbegin(), text.rend(), IsDigit) - text.rbegin();
      return 1 + kDigitBits * static_cast<double>(digits);
    }
    case kSign:
      return 0.5;
    case kNumber:
      return kDigitBits * length;
    case kInitials:
      return kInitialBits * length;
    case kAlphabet:
      return std::max(0.0, segment.bits - kAnnouncedBits);
    case kScript:
      return std::max(0.0, segment.bits - kScriptAnnouncedBits);
    case kSyllables:
      return std::max(std::min(segment.bits, 10.0), segment.bits - 22);
    case kPhrase:
    case kKeys:
    case kDate:
    case kTime:
    case kAddress:
      return std::min(segment.bits, 10.0);
    case kYear:
    case kCopy:
    case kCycle:
    case kPad:
    case kRun:
    case kSequence:
    case kCount:
    case kKnownText:
      return std::min(segment.bits, 4.0);
  }
  return segment.bits;
}

// Whether a run of random characters may begin or end inside of such a part: chance makes words and dates whole.
bool IsDivisible(Kind kind) {
  return kind == kAlphabet || kind == kNumber || kind == kInitials || kind == kSyllables || kind == kScript;
}

// Whether these characters can have been chosen one by one, and how many bits that is; 0 if not. Short runs and runs
// with signs look random in what people type, too: they must cost all that the choice does.
double RunBits(const Run& run, bool is_whole, bool is_uuid, double described) {
  struct Bar {
    double least;    // Bits.
    double savings;  // How much shorter its description may be.
  };
  constexpr Bar kShort{40, -6}, kLong{60, 8}, kSigned{70, 2};
  constexpr std::size_t kManySigns = 3;
  const bool grouped = is_uuid || (run.IsGrouped() && (is_whole || run.Signs() >= kManySigns));
  const double bits = run.Signs() == 0 || grouped ? run.LetterBits() : run.PrintableBits();
  const auto passes = [&](const Bar& bar) { return bits >= bar.least && bits - described <= bar.savings; };
  const bool random = run.Signs() > 0 && !grouped ? passes(kSigned) : passes(kLong) || (!grouped && passes(kShort));
  return random ? bits : 0;
}

// A place between two characters: what all before it costs.
struct Place {
  double described = 0;
  double known = 0;     // As PartBits.
  double most = 0;      // With runs of random characters.
  bool border = false;  // Whether a run may begin or end here.
};

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

// The borders of the parts, and those inside of what may be cut.
std::vector<Place> PlacesOf(std::string_view text, const std::vector<Segment>& segments, const ContextWords& context) {
  std::vector<Place> places(text.size() + 1);
  places[0].border = true;
  std::size_t at = 0;
  for (const Segment& segment : segments) {
    const std::string_view part = text.substr(at, segment.length);
    const double known = PartBits(segment, part);
    const auto letters = static_cast<std::size_t>(part.rend() - std::find_if_not(part.rbegin(), part.rend(), IsDigit));
    for (std::size_t i = 1; i <= segment.length; ++i) {
      const double share = static_cast<double>(i) / static_cast<double>(segment.length);
      const bool parts_word = segment.kind == kWord && (i >= letters || IsSignCharacter(part[i - 1]));
      places[at + i] = {places[at].described + share * segment.bits, places[at].known + share * known, 0,
                        parts_word || IsDivisible(segment.kind) || i == segment.length};
    }
    if (segment.kind == kPhrase) {
      DividePhrase(part, context, places.begin() + static_cast<std::ptrdiff_t>(at));
    }
    at += segment.length;
  }
  return places;
}

}  // namespace

double RandomBits(std::string_view text, const std::vector<Segment>& segments, const ContextWords& context) {
  const std::size_t size = text.size();
  std::vector<Place> places = PlacesOf(text, segments, context);
  const auto is_edge = [&](std::size_t place) {
    return place == 0 || place == size || IsSignCharacter(text[place - 1]) || IsSignCharacter(text[place]);
  };
  for (std::size_t from = 0; from < size; ++from) {
    const Place& begin = places[from];
    places[from + 1].most = std::max(places[from + 1].most, begin.most + places[from + 1].known - begin.known);
    if (!begin.border) {
      continue;
    }
    Run run;
    for (std::size_t to = from + 1; to <= size; ++to) {
      run.Add(text[to - 1]);
      Place& end = places[to];
      if (end.border) {
        const bool whole = is_edge(from) && is_edge(to);
        const double bits =
            RunBits(run, whole, whole && IsUuid(text.substr(from, to - from)), end.described - begin.described);
        if (bits > 0) {
          end.most = std::max(end.most, begin.most + bits);
        }
      }
    }
  }
  return places[size].most;
}

double UniformBits(std::string_view text) {
  const Run run = RunOf(text);
  return IsInOneAlphabet(run, text) ? run.LetterBits() : run.PrintableBits();
}

double PatternLimitBits(std::string_view text) {
  constexpr double kMargin = 8;
  constexpr double kSignedMargin = 14;  // Signs part a random text into more parts that stand there by chance.
  const Run run = RunOf(text);
  return IsInOneAlphabet(run, text) ? run.LetterBits() - kMargin : run.PrintableBits() - kSignedMargin;
}

}  // namespace guesswork
