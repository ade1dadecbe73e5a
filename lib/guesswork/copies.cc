#include "guesswork/copies.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <vector>

#include "guesswork/tables.h"

namespace guesswork {
namespace {

constexpr std::size_t kLeast = 3;       // Shorter repetitions stand in random text by chance.
constexpr std::size_t kMaxLength = 64;  // A longer one is several.
constexpr std::size_t kWindow = 256;    // How far back a source may begin: bounds the work on long texts.
constexpr std::size_t kMaxSources = 6;  // Likewise, at one place.

// How a copy differs from its source. 2^-bits: 0.62 + 0.07 + 0.09 + 0.09 + 0.04 + 0.07 + 0.02 = 1.
constexpr double kSameBits = 0.7;
constexpr double kLowerBits = 3.9;
constexpr double kUpperBits = 3.5;
constexpr double kCapitalBits = 3.5;
constexpr double kFoldedBits = 4.7;
constexpr double kReversedBits = 3.9;
constexpr double kReversedFoldedBits = 5.9;
constexpr double kFoldedCharBits = 2;  // One of at most four characters.

char Upper(char c) { return IsLower(c) ? static_cast<char>(c - ('a' - 'A')) : c; }

void Add(CopyMatches& found, const CopyMatch& match) {
  if (found.count < CopyMatches::kMax) {
    found.items[found.count++] = match;
  }
}

// How far `same(source, target)` holds.
template <typename Same>
std::size_t Extent(std::size_t from, std::size_t at, std::size_t size, Same same) {
  const std::size_t most = std::min(size - at, kMaxLength);
  std::size_t length = 0;
  while (length < most && same(from + length, at + length)) {
    ++length;
  }
  return length;
}

// 1 bit says whether the source begins where the text does; if not, log2 of the places.
double PlaceBits(std::size_t from, std::size_t first, std::size_t at) {
  return from == first ? 1 : 1 + std::log2(static_cast<double>(std::min(at, kWindow)));
}

void FindForward(const FoldedText& text, std::string_view folded, std::size_t from, std::size_t at,
                 CopyMatches& found) {
  const auto& s = text.text;
  const std::size_t size = s.size();
  const std::size_t similar = Extent(from, at, size, [&](auto a, auto b) { return folded[a] == folded[b]; });
  const std::size_t same = Extent(from, at, size, [&](auto a, auto b) { return s[a] == s[b]; });
  const double place = PlaceBits(from, 0, at);
  const auto add = [&](std::size_t length, double bits, double char_bits) {
    if (length >= kLeast) {
      Add(found, {kCopy, kLeast, length, place + bits, char_bits, true});
    }
  };
  add(same, kSameBits, 0);
  if (same == similar) {
    return;
  }
  add(Extent(from, at, size, [&](auto a, auto b) { return Lower(s[a]) == s[b]; }), kLowerBits, 0);
  add(Extent(from, at, size, [&](auto a, auto b) { return Upper(s[a]) == s[b]; }), kUpperBits, 0);
  add(Extent(from, at, size, [&](auto a, auto b) { return (b == at ? Upper(s[a]) : Lower(s[a])) == s[b]; }),
      kCapitalBits, 0);
  add(similar, kFoldedBits, kFoldedCharBits);
}

void FindBackward(const FoldedText& text, std::string_view folded, std::size_t from, std::size_t at,
                  CopyMatches& found) {
  const auto extent = [&](std::string_view in) {
    std::size_t length = 0;
    while (length <= from && length < kMaxLength && at + length < in.size() && in[from - length] == in[at + length]) {
      ++length;
    }
    return length;
  };
  const double place = PlaceBits(from, at - 1, at);
  const std::size_t same = extent(text.text);
  if (same >= kLeast) {
    Add(found, {kCopy, kLeast, same, place + kReversedBits, 0, true});
  }
  const std::size_t similar = extent(folded);
  if (similar >= kLeast && similar > same) {
    Add(found, {kCopy, kLeast, similar, place + kReversedFoldedBits, kFoldedCharBits, true});
  }
}

void FindEarlier(const FoldedText& text, std::string_view folded, std::size_t at, CopyMatches& found) {
  const std::size_t size = folded.size();
  // The whole text from its beginning on, to the end.
  if (at >= kLeast &&
      std::equal(text.text.begin() + static_cast<std::ptrdiff_t>(at), text.text.end(), text.text.begin())) {
    Add(found, {kCycle, size - at, size - at, 0, 0, false});
  }
  if (at == 0 || at + kLeast > size) {
    return;
  }
  const char* target = folded.data() + at;
  std::size_t sources = 0;
  const auto matches = [&](std::size_t a, std::size_t b, std::size_t c) {
    return folded[a] == target[0] && folded[b] == target[1] && folded[c] == target[2];
  };
  for (std::size_t from = at > kWindow ? at - kWindow : 0; from < at && sources < kMaxSources; ++from) {
    if (matches(from, from + 1, from + 2)) {
      FindForward(text, folded, from, at, found);
      ++sources;
    }
  }
  sources = 0;
  for (std::size_t from = at; from-- > (at > kWindow ? at - kWindow : 0) + 2 && sources < kMaxSources;) {
    if (matches(from, from - 1, from - 2)) {
      FindBackward(text, folded, from, at, found);
      ++sources;
    }
  }
}

// Which character is repeated. Sum of 2^-bits: digits 0.35, lower case 0.23, upper case 0.11, signs 0.26, others 0.04.
double RepeatedCharBits(char c) {
  return IsDigit(c) ? 4.84 : IsLower(c) ? 6.8 : IsUpper(c) ? 7.9 : c == '\0' ? 6 : (c & 0x80) == 0 && c > 31 ? 7 : 13;
}

void FindRuns(std::string_view text, std::size_t at, CopyMatches& found) {
  const std::size_t size = text.size();
  std::size_t end = at + 1;
  while (end < size && text[end] == text[at]) {
    ++end;
  }
  if (end - at >= 2 && end == size) {
    Add(found, {kPad, end - at, end - at, RepeatedCharBits(text[at]), 0, false});
  }
  if (end - at >= kLeast) {
    Add(found, {kRun, kLeast, std::min(end - at, kMaxLength), RepeatedCharBits(text[at]), 0, true});
  }
  // Letters or digits one or two apart, over z and 9 to the beginning again.
  const auto alphabet = [](char c) { return IsDigit(c) ? 10 : IsLower(c) || IsUpper(c) ? 26 : 0; };
  const auto first = [](char c) { return IsDigit(c) ? '0' : IsLower(c) ? 'a' : 'A'; };
  if (at + kLeast > size || alphabet(text[at]) == 0) {
    return;
  }
  const auto step = [&](std::size_t i) {
    const int letters = alphabet(text[i]);
    if (first(text[i]) != first(text[i - 1]) || letters == 0) {
      return 0;
    }
    const int by = (text[i] - text[i - 1] + letters) % letters;
    return by > letters / 2 ? by - letters : by;
  };
  const int by = step(at + 1);
  if (by == 0 || by > 2 || by < -2) {
    return;
  }
  end = at + 2;
  while (end < size && end - at < kMaxLength && step(end) == by) {
    ++end;
  }
  if (end - at >= kLeast) {
    // Up or down by one (2 bits), by two (3.6); from the first or last character of an alphabet (4) or another (7).
    const bool usual = std::string_view("azAZ019").find(text[at]) != std::string_view::npos;
    Add(found, {kSequence, kLeast, end - at, (by == 1 || by == -1 ? 1.5 : 3.6) + (usual ? 3.9 : 7), 0, true});
  }
}

std::size_t Trigram(const char* p) {
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(p[i])); };
  return (byte(0) * 961 + byte(1) * 31 + byte(2)) % 32768;
}

constexpr std::size_t kLeastKnown = 6;

// The places of kKnownTexts, in the order of the kLeastKnown characters that stand there, then of the text. Looking
// through the texts at each place of a token would take most of the time of one that holds "testing" eight times.
std::vector<std::uint32_t> SortedPlaces() {
  std::vector<std::uint32_t> places(kKnownTexts.size() - kLeastKnown + 1);
  std::iota(places.begin(), places.end(), 0);
  std::stable_sort(places.begin(), places.end(), [](auto a, auto b) {
    return kKnownTexts.substr(a, kLeastKnown) < kKnownTexts.substr(b, kLeastKnown);
  });
  return places;
}

struct KeyOrder {
  bool operator()(std::uint32_t place, std::string_view key) const {
    return kKnownTexts.substr(place, kLeastKnown) < key;
  }
  bool operator()(std::string_view key, std::uint32_t place) const {
    return key < kKnownTexts.substr(place, kLeastKnown);
  }
};

void FindKnownTexts(const FoldedText& text, std::size_t at, CopyMatches& found) {
  if (at + kLeastKnown > text.lower.size()) {
    return;
  }
  const auto rest = text.lower.substr(at, kMaxLength);
  for (const std::size_t offset : {0U, 3U}) {
    const std::size_t trigram = Trigram(rest.data() + offset);
    if ((static_cast<unsigned char>(kKnownTrigrams[trigram / 8]) & (1U << trigram % 8)) == 0) {
      return;
    }
  }
  static const std::vector<std::uint32_t> places = SortedPlaces();
  const auto [first, last] = std::equal_range(places.begin(), places.end(), rest.substr(0, kLeastKnown), KeyOrder());
  std::size_t best = 0;
  bool at_line = false;
  for (auto found_at = first; found_at != last; ++found_at) {
    const std::size_t place = *found_at;
    const auto source = kKnownTexts.substr(place, rest.size());
    const auto length =
        static_cast<std::size_t>(std::mismatch(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(source.size()),
                                               source.begin(), source.end())
                                     .first -
                                 rest.begin());
    if (length > best) {
      best = length;
      at_line = place == 0 || kKnownTexts[place - 1] == '\n';
    }
  }
  if (best < kLeastKnown) {
    return;
  }
  bool has_letters = false;
  const auto piece = text.text.substr(at, best);
  const Form form = FormOf(piece, has_letters);
  // 1 bit: from the beginning of a line (at most 256 of them) or elsewhere (at most 16,384 places).
  const double bits = FormBits(piece, form) + (at_line ? 1 + 8 : 1 + 14);
  Add(found, {kKnownText, form == Form::kLower ? kLeastKnown : best, best, bits, 0, true});
}

}  // namespace

char Fold(char c) {
  switch (c) {
    case '4':
    case '@':
      return 'a';
    case '3':
      return 'e';
    case '1':
    case '!':
      return 'i';
    case '|':
      return 'l';
    case '0':
      return 'o';
    case '5':
    case '$':
      return 's';
    case '7':
    case '+':
      return 't';
    case '8':
      return 'b';
    case '9':
    case '6':
      return 'g';
    case '2':
      return 'z';
    default:
      return Lower(c);
  }
}

double LengthBits(std::size_t length, std::size_t least, bool to_end) {
  if (to_end) {
    return 1;
  }
  return 2 * static_cast<double>(std::bit_width(length - least + 1));
}

void FindCopies(const FoldedText& text, std::string_view folded, std::size_t at, CopyMatches& found) {
  found.count = 0;
  FindEarlier(text, folded, at, found);
  FindRuns(text.text, at, found);
  FindKnownTexts(text, at, found);
}

}  // namespace guesswork
