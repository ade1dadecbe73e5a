#include "guesswork/copies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "guesswork/tables.h"

namespace guesswork {
namespace {

struct Found {
  Kind kind;
  std::size_t most;
};

std::vector<Found> Find(const std::string& text, std::size_t at) {
  std::string lower = text;
  std::string folded = text;
  std::transform(text.begin(), text.end(), lower.begin(), Lower);
  std::transform(text.begin(), text.end(), folded.begin(), Fold);
  const std::string reversed(lower.rbegin(), lower.rend());
  CopyMatches matches;
  FindCopies({text, lower, reversed}, folded, at, matches);
  std::vector<Found> found;
  for (std::size_t i = 0; i < matches.count; ++i) {
    found.push_back({matches.items[i].kind, matches.items[i].most});
  }
  return found;
}

bool Has(const std::vector<Found>& found, Kind kind, std::size_t most) {
  return std::any_of(found.begin(), found.end(),
                     [&](const Found& one) { return one.kind == kind && one.most == most; });
}

TEST(FindCopies, FindsEarlierText) {
  EXPECT_TRUE(Has(Find("sunxsun", 4), kCopy, 3));
  EXPECT_TRUE(Has(Find("summerSUMMER", 6), kCopy, 6));
  EXPECT_TRUE(Has(Find("p4ssw0rdpassword", 8), kCopy, 8));
  EXPECT_TRUE(Has(Find("passworddrowssap", 8), kCopy, 8));
  EXPECT_TRUE(Has(Find("kiwikiwiki", 4), kCycle, 6));
}

TEST(FindCopies, FindsOneCharacterAndSequences) {
  EXPECT_TRUE(Has(Find("jennifer!!!!", 8), kPad, 4));
  EXPECT_TRUE(Has(Find("aaaab", 0), kRun, 4));
  EXPECT_TRUE(Has(Find("xyzabc", 0), kSequence, 6));
  EXPECT_TRUE(Has(Find("97531", 0), kSequence, 5));
}

TEST(FindCopies, FindsPiecesOfWellKnownTexts) {
  EXPECT_TRUE(Has(Find("31415926", 0), kKnownText, 8));
  EXPECT_TRUE(Has(Find("ToBeOrNotToBe", 0), kKnownText, 13));
}

TEST(FindCopies, FindsNothingInRandomText) { EXPECT_TRUE(Find("kV7mTz2qXw9LrB4c", 3).empty()); }

TEST(KnownTexts, AreNoMoreThanTheirCodeTells) {
  EXPECT_LE(kKnownTexts.size(), 16384U);
  EXPECT_LE(std::count(kKnownTexts.begin(), kKnownTexts.end(), '\n') + 1, 256);
}

TEST(LengthBits, SumToAtMostOne) {
  double sum = std::exp2(-LengthBits(9, 3, true));
  for (std::size_t length = 3; length < 10000; ++length) {
    sum += std::exp2(-LengthBits(length, 3, false));
  }
  EXPECT_LE(sum, 1);
}

TEST(Fold, GivesEachLetterFourCharactersAtMost) {
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    int count = 0;
    for (int c = 0; c < 256; ++c) {
      count += Fold(static_cast<char>(c)) == letter ? 1 : 0;
    }
    EXPECT_LE(count, 4) << letter;
  }
}

}  // namespace
}  // namespace guesswork
