#include "guesswork/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
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

// Calls visit(value of the table) for each word below a node.
template <typename Visit>
void ForEachWord(std::uint32_t offset, Visit visit) {
  for (std::uint32_t byte = 1; byte < 256; ++byte) {
    if (std::size_t{offset ^ byte} * 4 + 4 > kWordUnits.size()) {
      continue;
    }
    const std::uint32_t unit = Unit(offset ^ byte);
    if ((unit & 0xFFU) == byte) {
      if ((unit & 0x100U) != 0) {
        visit(Unit(unit >> 9U) >> 9U);
      }
      ForEachWord(unit >> 9U, visit);
    }
  }
}

WordMatch WordOf(std::uint32_t value) {
  return {
      1, 0.25 * (value & 0x7FU), 0, Form::kLower, true, static_cast<std::uint16_t>(value >> 8U), (value & 0x80U) != 0};
}

// After words of no topic, of one and of three: all words together, each as ChoiceOf prices it.
TEST(ChoiceOf, LeavesASixteenthForTheWordsOfTheContext) {
  for (const std::uint16_t topics : {0, 1, 20, 7 | 9 << 5 | 31 << 10}) {
    double mass = 0;
    std::size_t words = 0;
    ForEachWord(kWordRoot, [&](std::uint32_t value) {
      mass += std::exp2(-ChoiceOf(WordOf(value), {topics, Form::kMixed}).bits);
      ++words;
    });
    EXPECT_LE(mass, topics == 0 ? 15.0 / 16 : 1) << topics;
    EXPECT_GT(words, 100000U);
  }
}

TEST(ChoiceOf, SumsToAtMostOneForEachTopic) {
  std::array<std::array<double, 2>, kTopics> words{};
  ForEachWord(kWordRoot, [&](std::uint32_t value) {
    const WordMatch word = WordOf(value);
    for (unsigned topics = word.topics; topics != 0; topics >>= 5U) {
      ++words[topics & 31U][word.is_common ? 1 : 0];
    }
  });
  for (std::size_t before = 1; before < kTopics; ++before) {
    const auto chance = [&](std::size_t place) {
      const auto steps = static_cast<unsigned char>(kFollowCosts[before * kFollowRow + place]);
      return steps == 255 ? 0 : std::exp2(-0.25 * steps);
    };
    double mass = chance(0);
    for (std::size_t topic = 1; topic < kTopics; ++topic) {
      mass += words[topic][0] * chance(1 + topic * 2) + words[topic][1] * chance(2 + topic * 2);
    }
    EXPECT_LE(mass, 1) << before;
    EXPECT_GT(mass, 0.6) << before;
  }
}

// What the last of these words costs.
double BitsOfLast(std::initializer_list<std::string_view> words) {
  WordChoice choice{0, {}};
  for (const auto word : words) {
    Matches matches;
    const std::string reversed(word.rbegin(), word.rend());
    FindWords({word, word, reversed}, 0, ContextWords({}), matches);
    choice = ChoiceOf(*std::find_if(matches.items.begin(), matches.items.end(),
                                    [&](const auto& match) { return match.length == word.size(); }),
                      choice.next);
  }
  return choice.bits;
}

TEST(ChoiceOf, ExpectsTheLanguageOfTheWordBefore) {
  EXPECT_LT(BitsOfLast({"caballo", "manzana"}) + 2, BitsOfLast({"fenster", "manzana"}));
  EXPECT_LT(BitsOfLast({"quebec", "zulu"}), 8);
}

TEST(ChoiceOf, ExpectsASentenceAfterAFunctionWord) {
  EXPECT_LT(BitsOfLast({"my", "dog", "is"}), 7);
  EXPECT_LT(BitsOfLast({"my", "dog", "is"}) + 1, BitsOfLast({"horse", "dog", "is"}));
  EXPECT_LT(BitsOfLast({"we", "never", "forget"}), 13.5);
}

// A word's form after the same one and after another: at most one in all.
TEST(FormBitsAfter, SumToAtMostOne) {
  for (const Form before : {Form::kLower, Form::kCapital, Form::kUpper, Form::kMixed}) {
    double sum = 0;
    for (const Form form : {Form::kLower, Form::kCapital, Form::kUpper}) {
      const WordMatch word{4, 0, FormBits("abcd", form), form, true, 0, false};
      sum += std::exp2(-FormBitsAfter(word, before));
    }
    EXPECT_LE(sum, 1);
  }
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
