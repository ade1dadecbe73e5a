#include "guesswork/substitution.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace guesswork {
namespace {

std::string Unswapped(std::string_view text) {
  double bits = 0;
  const auto found = Unswap(text, bits);
  return found ? std::string(found->Reveal()) : "";
}

TEST(Unswap, UndoesRotationsMirrorsAndLayouts) {
  EXPECT_EQ(Unswapped("FrphevglCnffjbeq"), "SecurityPassword");
  EXPECT_EQ(Unswapped("hvxfirgbkzhhdliw"), "securitypassword");
}

TEST(Unswap, LeavesWordsAndShortTextsAlone) {
  EXPECT_EQ(Unswapped("securitypassword"), "");
  EXPECT_EQ(Unswapped("frph"), "");
}

TEST(IsWordLike, TellsWordsFromRandomLetters) {
  EXPECT_TRUE(IsWordLike("securitypassword", 0, 1));
  EXPECT_TRUE(IsWordLike("s1e2c3u4r5i6t7y8", 0, 2));
  std::mt19937 random(5);
  int like = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string text;
    for (int k = 0; k < 16; ++k) {
      text.push_back(static_cast<char>('a' + random() % 26));
    }
    like += IsWordLike(text, 0, 1) ? 1 : 0;
  }
  EXPECT_LT(like, 50);
}

}  // namespace
}  // namespace guesswork
