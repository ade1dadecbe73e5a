#include "guesswork/keyboard.h"

#include <array>
#include <cstdlib>
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

}  // namespace

Key KeyOf(std::size_t layout, char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 128 ? kKeys[layout][byte] : Key{};
}

int StepBetween(Key from, Key to) {
  const int down = to.row - from.row;
  const int right = to.column - from.column;
  if (from.row == kNoKey || to.row == kNoKey || std::abs(down) > 1 || std::abs(right) > 1) {
    return kNoStep;
  }
  return (down + 1) * 3 + right + 1;
}

}  // namespace guesswork
