#include "guesswork/words.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>

#include "guesswork/tables.h"

namespace guesswork {
namespace {

std::uint32_t Unit(std::uint32_t index) {
  std::uint32_t unit = 0;
  std::memcpy(&unit, kWordUnits.data() + std::size_t{index} * 4, 4);
  return unit;
}

// The sum of 2^-cost of all words below a node.
double Mass(std::uint32_t offset, std::size_t& words) {
  double mass = 0;
  for (std::uint32_t byte = 1; byte < 256; ++byte) {
    if (std::size_t{offset ^ byte} * 4 + 4 > kWordUnits.size()) {
      continue;
    }
    const std::uint32_t unit = Unit(offset ^ byte);
    if ((unit & 0xFFU) == byte) {
      if ((unit & 0x100U) != 0) {
        mass += std::exp2(-0.25 * (Unit(unit >> 9U) >> 9U));
        ++words;
      }
      mass += Mass(unit >> 9U, words);
    }
  }
  return mass;
}

TEST(WordTable, LeavesASixteenthForTheWordsOfTheContext) {
  std::size_t words = 0;
  EXPECT_LE(Mass(kWordRoot, words), 15.0 / 16);
  EXPECT_GT(words, 100000U);
}

std::vector<WordMatch> Find(const std::string& text, const ContextWords& context = ContextWords({})) {
  std::string lower;
  for (const char c : text) {
    lower += Lower(c);
  }
  const std::string reversed(lower.rbegin(), lower.rend());
  Matches matches;
  FindWords({text, lower, reversed}, 0, context, matches);
  return {matches.items.begin(), matches.items.begin() + static_cast<std::ptrdiff_t>(matches.count)};
}

bool Has(const std::vector<WordMatch>& matches, std::size_t length, Form form) {
  for (const auto& match : matches) {
    if (match.length == length && match.form == form) {
      return true;
    }
  }
  return false;
}

TEST(FindWords, KnowsAWordInEveryForm) {
  EXPECT_TRUE(Has(Find("password"), 8, Form::kLower));
  EXPECT_TRUE(Has(Find("Password1"), 8, Form::kCapital));
  EXPECT_TRUE(Has(Find("PASSWORD"), 8, Form::kUpper));
  EXPECT_TRUE(Has(Find("pAsSwOrD"), 8, Form::kMixed));
  EXPECT_TRUE(Has(Find("p@$$w0rd"), 8, Form::kLeet));
  EXPECT_TRUE(Has(Find("drowssap"), 8, Form::kReversed));
  EXPECT_FALSE(Has(Find("qzxvkwjp"), 8, Form::kLower));
}

TEST(FindWords, FindsShorterWordsToo) {
  const auto matches = Find("monkeybars");
  EXPECT_TRUE(Has(matches, 3, Form::kLower));
  EXPECT_TRUE(Has(matches, 6, Form::kLower));
}

TEST(FindWords, PrefersCommonWords) {
  const auto common = Find("password");
  const auto rare = Find("quizzically");
  double least_common = 99;
  double least_rare = 99;
  for (const auto& match : common) {
    least_common = match.length == 8 ? std::min(least_common, match.word_bits) : least_common;
  }
  for (const auto& match : rare) {
    least_rare = match.length == 11 ? std::min(least_rare, match.word_bits) : least_rare;
  }
  EXPECT_LT(least_common + 5, least_rare);
}

TEST(FindWords, TakesTheWordsOfTheContextForTheCommonestOnes) {
  const ContextWords context({"zyxgrblw"});
  const auto matches = Find("Zyxgrblw", context);
  ASSERT_TRUE(Has(matches, 8, Form::kCapital));
  EXPECT_LT(matches[0].word_bits, 9);
}

TEST(ContextWords, LeavesOutDoublesAndShortOnes) {
  EXPECT_EQ(ContextWords({"keptn", "Keptn", "ab", ""}).Words(), std::vector<std::string>{"keptn"});
}

TEST(FindWords, StandsTextsOfDigitsThatCouldAllBeLetters) {
  EXPECT_LE(Find(std::string(64, '1')).size(), kMaxMatches);
  EXPECT_LE(Find("4301574301574301574301574301574").size(), kMaxMatches);
}

}  // namespace
}  // namespace guesswork
