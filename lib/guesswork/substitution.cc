#include "guesswork/substitution.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "guesswork/tables.h"
#include "guesswork/words.h"

namespace guesswork {
namespace {

constexpr double kWordLikeBits = 4.1;  // A letter of words costs 3.6 after another one; a random letter 5.
constexpr double kRandomBits = 5;
constexpr double kGain = 0.9;  // A letter; random letters gain less under the best of 34 replacements.

// The cost of a letter after another one in words.
double PairBits(char before, char letter) {
  const auto a = static_cast<std::size_t>(before - 'a');
  const auto b = static_cast<std::size_t>(letter - 'a');
  return static_cast<unsigned char>(kPairCosts[a * 26 + b]) / 16.0;
}

using Map = std::array<char, 128>;
constexpr std::size_t kRot13 = 12;  // Places in MakeMaps.
constexpr std::size_t kAtbash = 25;

// Characters of `from` become those of `to` at the same place; the others stay. Capitals follow where letters alone
// are replaced.
Map MapOf(std::string_view from, std::string_view to) {
  const bool letters_alone = std::all_of(from.begin(), from.end(), IsLetter);
  Map map{};
  for (std::size_t c = 0; c < map.size(); ++c) {
    map[c] = static_cast<char>(c);
  }
  for (std::size_t i = 0; i < from.size(); ++i) {
    map[static_cast<unsigned char>(from[i])] = to[i];
    if (letters_alone) {
      map[static_cast<unsigned char>(from[i] - 'a' + 'A')] = static_cast<char>(to[i] - 'a' + 'A');
    }
  }
  return map;
}

// All of them permutations, so that no two texts become one.
std::vector<Map> MakeMaps() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view kUs = "qwertyuiopasdfghjkl;zxcvbnm,.'/-";
  constexpr std::string_view kDvorak = "',.pyfgcrlaoeuidhtns;qjkxbmwv-z/";
  constexpr std::string_view kColemak = "qwfpgjluy;arstdhneiozxcvbkm,.'/-";
  std::vector<Map> maps;
  for (std::size_t shift = 1; shift < 26; ++shift) {
    std::string turned(kLetters.substr(shift));
    turned += kLetters.substr(0, shift);
    maps.push_back(MapOf(kLetters, turned));
  }
  maps.push_back(MapOf(kLetters, std::string(kLetters.rbegin(), kLetters.rend())));  // kAtbash
  for (const auto layout : {kDvorak, kColemak}) {
    maps.push_back(MapOf(kUs, layout));
    maps.push_back(MapOf(layout, kUs));
  }
  maps.push_back(MapOf("azqw;m", "qwazm;"));
  maps.push_back(MapOf("yz", "zy"));
  Map turned = maps.back();
  for (std::size_t c = 33; c < 127; ++c) {  // rot47: all printable characters.
    turned[c] = static_cast<char>(33 + (c - 33 + 47) % 94);
  }
  maps.push_back(turned);
  // Each key one to the left or to the right, round the row.
  maps.push_back(MapOf("qwertyuiopasdfghjkl;zxcvbnm,", "wertyuiopqsdfghjkl;axcvbnm,z"));
  maps.push_back(MapOf("wertyuiopqsdfghjkl;axcvbnm,z", "qwertyuiopasdfghjkl;zxcvbnm,"));
  return maps;
}

struct Score {
  double bits = 0;
  std::size_t pairs = 0;
};

template <typename At>
Score ScoreOf(std::size_t size, At at) {
  Score score;
  char before = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const char c = Lower(at(i));
    if (IsLower(c) && IsLower(before)) {
      score.bits += PairBits(before, c);
      ++score.pairs;
    }
    before = c;
  }
  return score;
}

}  // namespace

bool IsWordLike(std::string_view text, std::size_t first, std::size_t stride) {
  const auto score =
      ScoreOf((text.size() - first + stride - 1) / stride, [&](std::size_t i) { return text[first + i * stride]; });
  return score.pairs >= 2 && score.bits < kWordLikeBits * static_cast<double>(score.pairs);
}

std::optional<base::SecretText> Unswap(std::string_view text, double& bits) {
  static const std::vector<Map> maps = MakeMaps();
  constexpr std::size_t kLooked = 48;  // Characters: more only confirm.
  constexpr std::size_t kFewPairs = 6;
  const auto head = text.substr(0, kLooked);
  const Score own = ScoreOf(head.size(), [&](std::size_t i) { return head[i]; });
  const Map* best = nullptr;
  double least =
      std::min(kRandomBits, own.pairs == 0 ? kRandomBits : own.bits / static_cast<double>(own.pairs)) - kGain;
  for (const auto& map : maps) {
    const Score score = ScoreOf(head.size(), [&](std::size_t i) {
      const auto c = static_cast<unsigned char>(head[i]);
      return c < 128 ? map[c] : head[i];
    });
    if (score.pairs >= kFewPairs && score.bits / static_cast<double>(score.pairs) < least) {
      least = score.bits / static_cast<double>(score.pairs);
      best = &map;
    }
  }
  if (best == nullptr) {
    return std::nullopt;
  }
  base::SecretText out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(byte < 128 ? (*best)[byte] : c);
  }
  // 0.25 + 0.125 + 33 of 0.0186.
  constexpr double kRot13Bits = 2, kAtbashBits = 3, kOtherBits = 5.75;
  bits += best == &maps[kRot13] ? kRot13Bits : best == &maps[kAtbash] ? kAtbashBits : kOtherBits;
  return out;
}

}  // namespace guesswork
