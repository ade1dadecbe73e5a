#include "guesswork/class_code.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace guesswork {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(ClassBits, SumToAtMostOneOverAllTextsOfTwoAndThreeCharacters) {
  double of_two = 0;
  double of_three = 0;
  for (char a = ' '; a <= '~'; ++a) {
    for (char b = ' '; b <= '~'; ++b) {
      of_two += std::exp2(-ClassBits(std::string{a, b}));
    }
  }
  for (char a = '5'; a <= 'Z'; ++a) {
    for (char b = ' '; b <= '~'; ++b) {
      for (const char c : {'0', 'k', 'K', '-'}) {
        of_three += std::exp2(-ClassBits(std::string{a, b, c}));
      }
    }
  }
  EXPECT_LE(of_two, 1);
  EXPECT_GT(of_two, 0.5);
  EXPECT_LT(of_three, 1);
}

TEST(ClassBits, AreFewOfFormsThatRepeat) {
  for (const std::string text :
       {"18C 17C 30C 17C 20C 15C 18C", "Bm-Cm-Fm-Bm|Bm-Cm-Fm-Bm", "2d10+1 3d20+0 2d4+3 1d8+2"}) {
    EXPECT_LT(ClassBits(text), 5 * static_cast<double>(text.size())) << text;
  }
}

TEST(ClassBits, AreTheChoiceAndMoreOfRandomCharacters) {
  std::mt19937_64 random(20261201);
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (int i = 0; i < 1000; ++i) {
    std::string text;
    for (int j = 0; j < 24; ++j) {
      text.push_back(alphabet[random() % alphabet.size()]);
    }
    EXPECT_GT(ClassBits(text), 24 * std::log2(62.0) - 8) << text;
  }
}

TEST(ClassBits, AreInfiniteWhereThereIsNoForm) {
  EXPECT_EQ(ClassBits(""), kInfinity);
  EXPECT_EQ(ClassBits("486137220747351962204418"), kInfinity);
  EXPECT_EQ(ClassBits("Gr\xC3\xBC\xC3\x9F"), kInfinity);
  EXPECT_EQ(ClassBits(std::string(255, 'a') + "1"), kInfinity) << "256 characters";
}

}  // namespace
}  // namespace guesswork
