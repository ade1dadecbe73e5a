#include "guesswork/keyboard.h"

#include <array>
#include <string_view>

namespace guesswork {
namespace {

struct Rows {
  std::array<std::string_view, 4> plain;
  std::array<std::string_view, 4> shifted;
};

constexpr std::array<Rows, kLayouts> kRows{{
    {{"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"},
     {"!@#$%^&*()_+", "QWERTYUIOP{}", "ASDFGHJKL:\"", "ZXCVBNM<>?"}},
    {{"1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm,.-"}, {"!\"`$%&/()=", "QWERTZUIOP", "ASDFGHJKL", "YXCVBNM;:_"}},
    {{"1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn,;:!"}, {"", "AZERTYUIOP", "QSDFGHJKLM", "WXCVBN?./"}},
    {{"789", "456", "123", "0"}, {"", "", "", ""}},
}};

using Layout = std::array<Key, 128>;

constexpr std::array<Layout, kLayouts> MakeLayouts() {
  std::array<Layout, kLayouts> layouts{};
  for (std::size_t layout = 0; layout < kLayouts; ++layout) {
    layouts[layout].fill(Key{});  // GCC 12 leaves zeros otherwise.
    for (std::size_t row = 0; row < 4; ++row) {
      for (const bool shifted : {true, false}) {  // Plain keys overrule.
        const auto keys = shifted ? kRows[layout].shifted[row] : kRows[layout].plain[row];
        for (std::size_t column = 0; column < keys.size(); ++column) {
          layouts[layout][static_cast<unsigned char>(keys[column])] = {static_cast<std::int8_t>(row),
                                                                       static_cast<std::int8_t>(column), shifted};
        }
      }
    }
  }
  return layouts;
}

constexpr std::array<Layout, kLayouts> kKeys = MakeLayouts();

constexpr bool AreNear(Key from, Key to) noexcept {
  const int down = to.row - from.row;
  const int right = to.column - from.column;
  return from.row != kNoKey && to.row != kNoKey && -1 <= down && down <= 1 && -1 <= right && right <= 1;
}

// For each character, a bit for each one on the US layout's same key or on a key beside it. Not constexpr: too many
// steps for clang.
const auto kNeighbours = []() noexcept {
  std::array<std::array<std::uint64_t, 2>, 128> neighbours{};
  for (std::size_t from = 0; from < 128; ++from) {
    for (std::size_t to = 0; to < 128; ++to) {
      neighbours[from][to / 64] |= std::uint64_t{AreNear(kKeys[0][from], kKeys[0][to])} << to % 64;
    }
  }
  return neighbours;
}();

}  // namespace

Key KeyOf(std::size_t layout, char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 128 ? kKeys[layout][byte] : Key{};
}

bool AreNeighbours(char from, char to) {
  const auto first = static_cast<unsigned char>(from);
  const auto second = static_cast<unsigned char>(to);
  return first < 128 && second < 128 && (kNeighbours[first][second / 64] >> second % 64 & 1U) != 0;
}

int StepBetween(Key from, Key to) {
  return AreNear(from, to) ? (to.row - from.row + 1) * 3 + to.column - from.column + 1 : kNoStep;
}

}  // namespace guesswork
