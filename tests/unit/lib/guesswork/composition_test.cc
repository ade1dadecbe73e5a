#include "guesswork/composition.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "guesswork/guesswork.h"

namespace guesswork {
namespace {

const ContextWords kContext({"keptn"});
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double Filling(std::string_view text) {
  std::vector<Segment> segments;
  TextBits(text, kContext, {kInfinity}, &segments);
  return FillingBits(text, segments, kContext);
}

TEST(FillingBits, CountWordsNumbersAndWhatHasNoPattern) {
  EXPECT_NEAR(Filling("Tiger-Ladder922"), 2 * 13 + 3 * 3.32 + 2, 0.1);
  EXPECT_LT(Filling("Koeln1935Sinek51!"), kLeastFilling);
  EXPECT_GT(Filling("admin:gjpchefZdH39wETn"), 80) << "16 random characters";
  EXPECT_GT(Filling("keptn_token_9143227474613713"), 60);
}

TEST(FillingBits, AreNoneOfFiveWordsAndWhereTheNumberOfWordsIsUnclear) {
  EXPECT_EQ(Filling("handling-profane-silo-importer-silo"), kInfinity) << "five words, the last one a copy";
  EXPECT_EQ(Filling("Cliff-Tiger-Harbor-Onion-Ladder7"), kInfinity);
  EXPECT_EQ(Filling("helpinguppercasepatchylikely"), kInfinity) << "five words joined, or four";
}

TEST(FillingBits, CountTheWordsOfAPhraseThatShowsWhereTheyBegin) {
  EXPECT_NEAR(Filling("Kirby-sends-admiring-banana"), 4 * 13 + 1 + 6 + 1, 0.1);
  EXPECT_GT(Filling("fluoresce-seafaring-phosphorous-cudgeling"), kLeastFilling)
      << "four rare words of a large dictionary";
}

TEST(FillingBits, CountAStretchOfRandomCharactersAsChosenOneByOne) {
  EXPECT_GT(Filling("produce-mQ0v1986KLcxcXZ"), 13 + 0.9 * 15 * std::log2(62.0));
}

TEST(FillingBits, CountWhatStandsInAFieldByChanceAsChosenOneByOne) {
  for (const char* text : {"password554ac3f589e41", "passwordwedo58d9c63ff", "passwordreecesu0fe422",
                           "password4uns3r9d65528", "password53egaw2919357"}) {
    EXPECT_GT(Filling(text), 7 + 0.9 * 13 * std::log2(36.0)) << text << ": 13 of lower-case letters and digits";
    EXPECT_FALSE(IsGuessable(text, kContext)) << text;
  }
  EXPECT_LT(Filling("password-3f9a2b7c10"), 60) << "a field of hexadecimal digits";
}

TEST(UniformBits, AreThoseOfTheSmallestUsualAlphabet) {
  EXPECT_NEAR(UniformBits("kV7mTz2qXw9LrB4c"), 16 * std::log2(62.0), 0.01);
  EXPECT_NEAR(UniformBits("judyqrscmmsecsec"), 16 * std::log2(26.0), 0.01);
  EXPECT_NEAR(UniformBits("9f86d081884c7d65"), 16 * 4, 0.01);
  EXPECT_NEAR(UniformBits("7350"), 4 * std::log2(10.0), 0.01);
  EXPECT_NEAR(UniformBits("0110"), 4, 0.01);
  EXPECT_NEAR(UniformBits("x.y!"), 4 * std::log2(26.0 + 33), 0.01);
  EXPECT_NEAR(UniformBits("Gr\xC3\xBC\xC3\x9F"), 6 * 8, 0.01);
}

TEST(UniformBits, LeaveOutOneSignAtEqualDistances) {
  EXPECT_NEAR(UniformBits("ab12-cd34-ef56"), 12 * 4, 0.01);
  EXPECT_NEAR(UniformBits("81ff96a0-980e-40e6-8ae8-da95beddbda6"), 32 * 4, 0.01);
  EXPECT_GT(UniformBits("ab1-2cd34-ef56"), 14 * 5);
}

TEST(IsGuessable, OfTextsThatPeopleCompose) {
  for (const char* text : {"NF 247 PF Lancia", "Hahnbrueckeherd83", "Yoda_Chewbacca+Mario922", "Larsen-45874-VXX",
                           "HundLysKanin79!!", "Hebrews11:22;Hebrews14:16"}) {
    EXPECT_GE(Describe(text, kContext).bits, kLeastBits) << text;
    EXPECT_TRUE(IsGuessable(text, kContext)) << text;
  }
  for (const char* text : {"KPTN-05176-66476-P7394", "Raffle4-Bouncing-Thank-Slam-Goes", "prod-api-6ANGaftelbi",
                           "launch_able_naming_chair_shy", "morticianclarinetavailableshipperm",
                           "{\"token\":\"06q1836braD\"}", "0x9143a7474f137139"}) {
    EXPECT_FALSE(IsGuessable(text, kContext)) << text << " " << Describe(text, kContext).filling_bits;
  }
}

}  // namespace
}  // namespace guesswork
