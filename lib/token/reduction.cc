#include "token/reduction.h"

#include <math.h>  // lgamma_r is not in <cmath>

#include <algorithm>
#include <array>
#include <cctype>
#include <numbers>
#include <numeric>
#include <sstream>
#include <vector>

#include "base/secret_bytes.h"
#include "token/known.h"

namespace token {
namespace {

// The work for one piece, in bits: which kind of piece, and which of its kind.
constexpr double kCopyBits = 5;       // Where from: at most 48 places, forwards or backwards.
constexpr double kKnownBits = 16;     // One of 54,000 passwords and words.
constexpr double kWalkBits = 8;       // 25 rows and columns, about ten starts, two directions.
constexpr double kDateBits = 15;      // 80 years of days, in one of five forms.
constexpr double kTimeBits = 16;      // A day's seconds.
constexpr double kSeparatorBits = 3;  // Which of eight characters stands between the words.
constexpr double kStrayBits = 5;      // One of them, or of the others, at any place.
constexpr double kCaseBits = 2;       // Words that begin with capitals; and each change of case from word to word.

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// One letter for all the characters that people write for it.
char Folded(char c) {
  switch (c) {
    case '0':
      return 'o';
    case '1':
    case '!':
    case 'l':
    case 'L':
      return 'i';
    case '3':
      return 'e';
    case '4':
    case '@':
      return 'a';
    case '5':
    case '$':
      return 's';
    case '7':
      return 't';
    default:
      return Lower(c);
  }
}

// The longest piece at `at` that stands before it already, forwards or backwards.
std::size_t CopyLength(std::string_view folded, std::size_t at) {
  std::size_t best = 0;
  for (std::size_t from = 0; from < at; ++from) {
    std::size_t forwards = 0;
    while (at + forwards < folded.size() && folded[from + forwards] == folded[at + forwards]) {
      ++forwards;
    }
    std::size_t backwards = 0;
    while (at + backwards < folded.size() && backwards <= from && folded[from - backwards] == folded[at + backwards]) {
      ++backwards;
    }
    best = std::max({best, forwards, backwards});
  }
  return best;
}

// The words of known.h, sorted; or each of them written backwards.
std::vector<std::string> MakeKnown(bool backwards) {
  std::vector<std::string> words;
  std::istringstream list(kKnown);
  for (std::string word; list >> word;) {
    if (backwards) {
      std::reverse(word.begin(), word.end());
    }
    words.push_back(std::move(word));
  }
  std::sort(words.begin(), words.end());
  return words;
}

// The length of the longest known word that `folded` begins with.
std::size_t KnownLength(std::string_view folded, const std::vector<std::string>& words) {
  constexpr std::size_t kShortest = 5;
  for (auto word = std::upper_bound(words.begin(), words.end(), folded); word != words.begin();) {
    --word;
    if (folded.substr(0, word->size()) == *word) {
      return word->size();
    }
    if (folded.substr(0, kShortest) != std::string_view(*word).substr(0, kShortest)) {
      break;
    }
  }
  return 0;
}

// The length of the known word at `at`, which has to stand alone if `whole`: it may be the beginning of a longer one.
std::size_t KnownLength(std::string_view folded, std::size_t at, bool whole) {
  static const std::vector<std::string> forwards = MakeKnown(false);
  static const std::vector<std::string> backwards = MakeKnown(true);
  const auto rest = folded.substr(at);
  const std::size_t length = std::max(KnownLength(rest, forwards), KnownLength(rest, backwards));
  const auto is_letter = [&](std::size_t i) { return i < folded.size() && folded[i] >= 'a' && folded[i] <= 'z'; };
  return whole && ((at > 0 && is_letter(at - 1)) || is_letter(at + length)) ? 0 : length;
}

// Rows and columns of QWERTY, QWERTZ, AZERTY, Dvorak and the number pad, as a finger runs along them.
constexpr std::array<std::string_view, 29> kRows{"1234567890",
                                                 "qwertyuiop",
                                                 "asdfghjkl",
                                                 "zxcvbnm",
                                                 "qwertzuiop",
                                                 "yxcvbnm",
                                                 "azertyuiop",
                                                 "qsdfghjklm",
                                                 "wxcvbn",
                                                 "pyfgcrl",
                                                 "aoeuidhtns",
                                                 "qjkxbmwvz",
                                                 "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
                                                 "1qay2wsx3edc4rfv5tgb6zhn7ujm8ik9ol0p",
                                                 "zaq1xsw2cde3vfr4bgt5nhy6mju7ki8lo9p0",
                                                 "yaq1xsw2cde3vfr4bgt5nhz6mju7ki8lo9p0",
                                                 "1aqw2zsx3edc4rfv5tgb6yhn7uj8ik9ol0pm",
                                                 "aqwzsxedcrfvtgbyhnujikolpm",
                                                 "qazwsxedcrfvtgbyhnujmikolp",
                                                 "qaywsxedcrfvtgbzhnujmikolp",
                                                 "7894561230",
                                                 "147258369",
                                                 "7410852963",
                                                 "159753",
                                                 "abcdefghijklmnopqrstuvwxyz",
                                                 "13579",
                                                 "24680",
                                                 "741852963",
                                                 "123654789"};

constexpr std::size_t kCharacters = 128;

constexpr std::array<bool, kCharacters * kCharacters> MakeNeighbours() {
  std::array<bool, kCharacters * kCharacters> neighbours{};
  for (const auto row : kRows) {
    for (std::size_t i = 1; i < row.size(); ++i) {
      const auto a = static_cast<unsigned char>(row[i - 1]);
      const auto b = static_cast<unsigned char>(row[i]);
      neighbours[std::size_t{a} * kCharacters + b] = true;
      neighbours[std::size_t{b} * kCharacters + a] = true;
    }
  }
  return neighbours;
}
constexpr auto kNeighbours = MakeNeighbours();

// The length of the walk at `at`, 0 if it is shorter than `least`.
std::size_t WalkLength(std::string_view lower, std::size_t at, std::size_t least) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < least; ++i) {  // Spares nearly all random text the search below.
    if (at + i >= lower.size() || !AreNeighbours(lower[at + i - 1], lower[at + i])) {
      return 0;
    }
  }
  for (const auto row : kRows) {
    for (std::size_t start = row.find(lower[at]); start != std::string_view::npos;
         start = row.find(lower[at], start + 1)) {
      std::size_t up = 0;
      while (at + up < lower.size() && start + up < row.size() && lower[at + up] == row[start + up]) {
        ++up;
      }
      std::size_t down = 0;
      while (at + down < lower.size() && down <= start && lower[at + down] == row[start - down]) {
        ++down;
      }
      best = std::max({best, up, down});
    }
  }
  return best < least ? 0 : best;
}

// The length of the pattern at `at`: d is a digit, everything else itself; 0 if it does not stand there.
std::size_t PatternLength(std::string_view text, std::size_t at, std::string_view pattern) {
  if (text.size() - at < pattern.size()) {
    return 0;
  }
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool fits = pattern[i] == 'd'   ? IsDigit(text[at + i])
                      : pattern[i] == '?' ? std::string_view("-./ ").find(text[at + i]) != std::string_view::npos
                                          : text[at + i] == pattern[i];
    if (!fits) {
      return 0;
    }
  }
  return pattern.size();
}

int NumberAt(std::string_view text, std::size_t at, std::size_t length) {
  int number = 0;
  for (std::size_t i = 0; i < length; ++i) {
    number = number * 10 + (text[at + i] - '0');
  }
  return number;
}

bool IsDate(int year, int a, int b) {
  return year >= 1900 && year < 2100 && a >= 1 && b >= 1 && std::min(a, b) <= 12 && std::max(a, b) <= 31;
}

std::size_t DateLength(std::string_view text, std::size_t at) {
  if (PatternLength(text, at, "dddd?dd?dd") != 0 &&
      IsDate(NumberAt(text, at, 4), NumberAt(text, at + 5, 2), NumberAt(text, at + 8, 2))) {
    return 10;
  }
  if (PatternLength(text, at, "dd?dd?dddd") != 0 &&
      IsDate(NumberAt(text, at + 6, 4), NumberAt(text, at, 2), NumberAt(text, at + 3, 2))) {
    return 10;
  }
  if (PatternLength(text, at, "dddddddd") != 0 &&
      (IsDate(NumberAt(text, at, 4), NumberAt(text, at + 4, 2), NumberAt(text, at + 6, 2)) ||
       IsDate(NumberAt(text, at + 4, 4), NumberAt(text, at, 2), NumberAt(text, at + 2, 2)))) {
    return 8;
  }
  return 0;
}

std::size_t TimeLength(std::string_view text, std::size_t at) {
  const std::size_t mark = text[at] == 't' ? 1 : 0;
  for (const std::string_view pattern : {"dd:dd:ddz", "dd:dd:dd", "dd:dd"}) {
    if (at + mark < text.size() && PatternLength(text, at + mark, pattern) != 0) {
      return mark + pattern.size();
    }
  }
  return 0;
}

// Capitals cost what it takes to say which letters they are, or where the case changes, whichever is less; next to
// nothing if each begins a word.
double CaseBits(std::string_view text, std::size_t& words) {
  std::size_t letters = 0;
  std::size_t capitals = 0;
  int changes = 0;
  bool camel = true;
  bool upper_before = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (std::isalpha(c) == 0) {
      continue;
    }
    const bool upper = std::isupper(c) != 0;
    changes += letters > 0 && upper != upper_before ? 1 : 0;
    upper_before = upper;
    ++letters;
    if (upper) {
      ++capitals;
      camel = camel && i + 2 < text.size() && std::islower(static_cast<unsigned char>(text[i + 1])) != 0 &&
              std::islower(static_cast<unsigned char>(text[i + 2])) != 0;
    }
  }
  if (capitals == 0) {
    return 0;
  }
  if (camel) {
    words = std::max(words, capitals);
    return kCaseBits;
  }
  const double which = OrderBits(letters) - OrderBits(capitals) - OrderBits(letters - capitals);
  return std::min(which + 1, kCaseBits * (changes + 1));
}

}  // namespace

double OrderBits(std::size_t n) {
  int sign = 0;  // lgamma() writes it to a global variable.
  return lgamma_r(static_cast<double>(n) + 1, &sign) / std::numbers::ln2;
}

std::string Fold(std::string_view text) {
  std::string folded(text);
  std::transform(text.begin(), text.end(), folded.begin(), Folded);
  return folded;
}

bool IsSeparator(char c) { return std::string_view("-_., /:+").find(c) != std::string_view::npos; }

bool AreNeighbours(char a, char b) {
  return a >= 0 && b >= 0 && kNeighbours[static_cast<std::size_t>(a) * kCharacters + static_cast<std::size_t>(b)];
}

Reduction Reduce(std::string_view text, std::size_t least, bool keep_separators) {
  Reduction reduction;
  std::string lower(text);
  std::string folded = Fold(text);
  std::transform(text.begin(), text.end(), lower.begin(), Lower);
  reduction.rest.reserve(text.size());
  std::array<int, 256> separators{};  // How often each stands alone between two words.
  int stray = 0;
  const auto take = [&](std::size_t& at, std::size_t length, double bits) {
    reduction.bits += bits;
    ++reduction.cut;
    reduction.shortest = std::min(reduction.shortest, length);
    reduction.longest = std::max(reduction.longest, length);
    at += length;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t copy = CopyLength(folded, at);
    const std::size_t walk = WalkLength(lower, at, least);
    if (const std::size_t date = DateLength(lower, at); date >= copy && date > 0) {
      take(at, date, kDateBits);
    } else if (const std::size_t time = TimeLength(lower, at); time >= copy && time > 0) {
      take(at, time, kTimeBits);
    } else if (copy >= least && copy >= walk) {
      take(at, copy, kCopyBits);
    } else if (const std::size_t known = KnownLength(folded, at, keep_separators); known > 0) {
      take(at, known, kKnownBits);
      reduction.known += known;
    } else if (walk > 0) {
      take(at, walk, kWalkBits);
    } else {
      if (IsSeparator(lower[at])) {
        const bool alone = at > 0 && !IsSeparator(lower[at - 1]) && at + 1 < text.size() && !IsSeparator(lower[at + 1]);
        if (keep_separators) {
          reduction.rest.push_back(lower[at]);
        }
        ++(alone ? separators[static_cast<unsigned char>(lower[at])] : stray);
      } else {
        reduction.rest.push_back(lower[at]);
      }
      ++at;
    }
  }
  reduction.words += static_cast<std::size_t>(std::accumulate(separators.begin(), separators.end(), 0));
  const auto most = std::max_element(separators.begin(), separators.end());
  const int others = std::accumulate(separators.begin(), separators.end(), 0) - *most;
  reduction.bits +=
      kSeparatorBits * ((*most > 0 ? 1 : 0) + others) + kStrayBits * stray + CaseBits(text, reduction.words);
  base::Wipe(lower);
  base::Wipe(folded);
  return reduction;
}

}  // namespace token
