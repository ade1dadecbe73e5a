#include "guesswork/runs.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "guesswork/tables.h"

namespace guesswork {
namespace {

TEST(SignBits, SumToAtMostOneAfterEverySign) {
  for (int last = 0; last < 128; ++last) {
    double sum = 0;
    for (int c = 0; c < 256; ++c) {
      sum += std::exp2(-SignBits(static_cast<char>(c), static_cast<char>(last)));
    }
    EXPECT_LE(sum, 1) << last;
  }
}

TEST(LetterCosts, SumToAtMostOneAfterEveryThreeLetters) {
  ASSERT_EQ(kLetterCosts.size(), 27U * 27 * 27 * 26);
  for (std::size_t row = 0; row < kLetterCosts.size(); row += 26) {
    double sum = 0;
    for (std::size_t letter = 0; letter < 26; ++letter) {
      sum += std::exp2(-static_cast<unsigned char>(kLetterCosts[row + letter]) / 16.0);
    }
    ASSERT_LE(sum, 1) << row;
  }
}

TEST(Runs, LeaveNoMoreThanTheyHave) {
  EXPECT_LE(std::exp2(-0.416) + std::exp2(-Runs::kLeaveNumberBits), 1);
  EXPECT_LE(std::exp2(-0.033) + std::exp2(-Runs::kLeaveAlphabetBits), 1);
  EXPECT_LE(std::exp2(-0.31) + std::exp2(-Runs::kLeaveSyllablesBits), 1);
  EXPECT_LE(std::exp2(-0.2) + std::exp2(-Runs::kLeaveScriptBits), 1);
  for (std::size_t i = 0; i + 1 < Runs::kMaxInitials; ++i) {
    EXPECT_LE(std::exp2(-std::array{0.63, 0.87, 1.74}[i]) + std::exp2(-Runs::kLeaveInitialsBits[i]), 1);
  }
  EXPECT_LE(std::exp2(-0.7) + 8 * std::exp2(-4.6) + std::exp2(-Runs::kLeaveKeysBits), 1);
}

double Bits(const std::string& text, Kind kind) {
  Runs runs;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t at = 0; at < text.size(); ++at) {
    runs.Step(text, at, [&](Kind) { return RunEntry{at == 0 ? 0 : std::numeric_limits<double>::infinity(), kStart}; });
  }
  runs.ForEach([&](const RunState& state, Kind of, double) {
    if (of == kind) {
      least = std::min(least, state.bits);
    }
  });
  return least;
}

TEST(Runs, ReadAFewLettersOfOneCase) {
  EXPECT_NEAR(Bits("GB", kInitials), 0.74 + 0.63 + 2 * 4.7005, 0.01);
  EXPECT_NEAR(Bits("txl", kInitials), 1.33 + 0.63 + 0.87 + 3 * 4.7005, 0.01);
  EXPECT_EQ(Bits("Gb", kInitials), std::numeric_limits<double>::infinity());
  EXPECT_EQ(Bits("abcde", kInitials), std::numeric_limits<double>::infinity());
}

TEST(Runs, CountTheBitsOfANumberByItsDigits) { EXPECT_NEAR(Bits("4711", kNumber), 4 * 3.322 + 3 * 0.416, 0.01); }

TEST(Runs, ChooseTheSmallestAlphabet) {
  EXPECT_NEAR(Bits("9f86d081884c7d65", kAlphabet), 16 * 4 + 4.1 + 15 * 0.033, 0.1);
  EXPECT_LT(Bits("0110100110010110", kAlphabet), 26);
}

TEST(Runs, FindSyllablesCheaperThanLetters) {
  EXPECT_LT(Bits("fluctorationing", kSyllables), Bits("fluctorationing", kAlphabet));
  EXPECT_GT(Bits("qzxvkwjpqzxvkwj", kSyllables), Bits("qzxvkwjpqzxvkwj", kAlphabet));
}

TEST(Runs, FollowAFingerOverTheKeyboard) {
  EXPECT_LT(Bits("qwertyuiop", kKeys), 20);
  EXPECT_LT(Bits("1qaz", kKeys), 15);
  EXPECT_LT(Bits("147896321", kKeys), 40);
}

TEST(Runs, ReadOtherScriptsLetterByLetter) { EXPECT_LT(Bits("пароль", kScript), 6 * 9.0); }

}  // namespace
}  // namespace guesswork
