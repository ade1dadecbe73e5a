#include "guesswork/composition.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "guesswork/guesswork.h"

namespace guesswork {
namespace {

const ContextWords kContext({"keptn"});

double Random(std::string_view text) {
  std::vector<Segment> segments;
  TextBits(text, kContext, {}, &segments);
  return RandomBits(text, segments, kContext);
}

TEST(RandomBits, AreFewInWordsNumbersDatesAndPatterns) {
  for (const char* text :
       {"Tiger-Ladder922", "Koeln1935Sinek51!", "countSessionByNode486", "registry/nexus:v25.13.19-dev",
        "SELECT role,status FROM permissions WHERE status<340;", "20:29:42 WARN rancher: network ready",
        "postgres://tempo:lisa665@db.dev", "cn=agus green,ou=marketing,dc=globex,dc=com"}) {
    EXPECT_LT(Random(text), kLeastRandom) << text;
  }
  EXPECT_LT(Random("keptn_token_0a7d7b2a170f"), 60) << "12 random digits, 48 bits";
}

TEST(RandomBits, AreThoseOfCharactersThatWereChosenOneByOne) {
  EXPECT_NEAR(Random("kV7mTz2qXw9LrB4c"), 16 * std::log2(62.0), 0.01);
  EXPECT_GE(Random("admin:gjpchefZdH39wETn"), 16 * std::log2(62.0));
  EXPECT_GE(Random("keptn_token_9143227474613713"), 16 * std::log2(10.0))
      << "hexadecimal digits that are decimal by chance";
  EXPECT_GE(Random("produce-mQ0v1986KLcxcXZ"), 15 * std::log2(62.0)) << "a year stands there by chance";
}

TEST(RandomBits, CountARunInWhichWordsStandByChance) {
  for (const char* text :
       {"password554ac3f589e41", "passwordwedo58d9c63ff", "passwordreecesu0fe422", "password4uns3r9d65528",
        "password53egaw2919357", "passwordv1theyt717471", "passwordmyscan93d7fc8", "password01iros484903q"}) {
    EXPECT_GT(Random(text), kLeastRandom) << text << ": 13 of lower-case letters and digits";
    EXPECT_FALSE(IsGuessable(text, kContext)) << text;
  }
}

TEST(RandomBits, CountGroupsWithASignBetweenAsOneRun) {
  EXPECT_GE(Random("keptn-7QZ2-XK4D-PM5W-AB3T"), 16 * std::log2(36.0) - 0.01);
  EXPECT_GE(Random("token=0b7fa4f2-51a2-4d3c-9a37-0c5d3be0a1f6"), 32 * 4 - 0.01);
}

TEST(RandomBits, AreThoseOfOneStretchBetweenSigns) {
  EXPECT_LT(Random("486137/220747.351962:204418-889032+752561"), kLeastRandom);
  EXPECT_LT(Random("JL7031-LIS-FRA-20220819"), kLeastRandom);
  EXPECT_GE(
      Random("\xD0\xB6\xD1\x8A\xD1\x84-\xD1\x89\xD1\x86\xD1\x8D-\xD0\xB9\xD1\x8E\xD1\x85-\xD1\x88\xD0\xB3\xD1\x8B-"
             "\xD1\x84\xD0\xB7\xD1\x8C"),
      kLeastRandom)
      << "fifteen random Cyrillic letters in groups";
}

TEST(RandomBits, OfRunsWithSignsNeedNothingRandomBeside) {
  EXPECT_LT(Random("postgres://test:admin123@db-preprod:5442/app?sslmode=disable"), kLeastRandom);
  EXPECT_LT(Random("Evans et al. (2001), p. 464"), kLeastRandom) << "no generator puts blanks between its characters";
  EXPECT_GE(Random("kV7-mTz2_qXw9Lr"), 15 * 6);
  EXPECT_GE(Random("Authorization: Bearer 3Yhah_t72u9"), 11 * 6) << "halves of too few letters are no groups";
}

TEST(UniformBits, AreThoseOfTheSmallestUsualAlphabet) {
  EXPECT_NEAR(UniformBits("kV7mTz2qXw9LrB4c"), 16 * std::log2(62.0), 0.01);
  EXPECT_NEAR(UniformBits("judyqrscmmsecsec"), 16 * std::log2(26.0), 0.01);
  EXPECT_NEAR(UniformBits("9f86d081884c7d65"), 16 * 4, 0.01);
  EXPECT_NEAR(UniformBits("7350"), 4 * std::log2(10.0), 0.01);
  EXPECT_NEAR(UniformBits("0110"), 4, 0.01);
  EXPECT_NEAR(UniformBits("x/y+"), 4 * 6, 0.01) << "base64";
  EXPECT_NEAR(UniformBits("x.y!"), 4 * std::log2(73.0), 0.01) << "the signs of password managers";
  EXPECT_NEAR(UniformBits("x.y~"), 4 * std::log2(95.0), 0.01);
  EXPECT_NEAR(UniformBits("Gr\xC3\xBC\xC3\x9F"), 6 * 8, 0.01);
}

TEST(UniformBits, CountTwoForASignBetweenGroups) {
  EXPECT_NEAR(UniformBits("ab12-cd34-ef56"), 12 * 4 + 2 * 2, 0.01);
  EXPECT_NEAR(UniformBits("81ff96a0-980e-40e6-8ae8-da95beddbda6"), 32 * 4 + 4 * 2, 0.01);
  EXPECT_NEAR(UniformBits("ab12cd34-ef561f7b"), 16 * 4 + 2, 0.01);
  EXPECT_NEAR(UniformBits("240-9-17-33-8-100-2-77-14-5-61-19"), 22 * std::log2(10.0) + 11 * 2, 0.01);
  EXPECT_NEAR(UniformBits("ab1-2cd34-ef56"), 14 * 6, 0.01) << "no groups";
}

TEST(IsGuessable, OfTextsThatPeopleCompose) {
  for (const char* text : {"NF 247 PF Lancia", "Hahnbrueckeherd83", "Yoda_Chewbacca+Mario922", "Larsen-45874-VXX",
                           "HundLysKanin79!!", "Hebrews11:22;Hebrews14:16", "hotfix/MOB-4433-zealous-network",
                           "git merge --no-ff feature-cluster-34", "system:serviceaccount:harbor-core:keptn"}) {
    EXPECT_GE(Describe(text, kContext).bits, kLeastBits) << text;
    EXPECT_TRUE(IsGuessable(text, kContext)) << text << " " << Describe(text, kContext).random_bits;
  }
  for (const char* text : {"KPTN-05176-66476-P7394", "Raffle4-Bouncing-Thank-Slam-Goes", "prod-api-6ANGaftelbi",
                           "morticianclarinetavailableshipperm", "{\"token\":\"06q1836braD\"}",
                           "{\"token\":\"q2seYG064843\"}", "0x9143a7474f137139", "qepfeb-1Tivso-hozpuz",
                           "disruptwingagonizingengraverlitter", "engraver oaf slip smuggler footrest goldmine"}) {
    EXPECT_FALSE(IsGuessable(text, kContext)) << text << " " << Describe(text, kContext).random_bits;
  }
}

}  // namespace
}  // namespace guesswork
