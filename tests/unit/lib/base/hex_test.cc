#include "base/hex.h"

#include <gtest/gtest.h>

#include <array>

namespace base {
namespace {

TEST(Hex, IsLowerCaseWithTwoDigitsForEachByte) {
  EXPECT_EQ(Hex(std::string_view("\0\x0A\xFF", 3)), "000aff");
  EXPECT_EQ(Hex(""), "");
}

TEST(HexTo, WritesTwoCharactersAByteAndNothingMore) {
  std::array<char, 5> out{};
  out.fill('.');
  HexTo("\x12\xEF", out.data());
  EXPECT_EQ(std::string_view(out.data(), out.size()), "12ef.");
}

}  // namespace
}  // namespace base
