#include "token/strength.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace token {
namespace {

const std::vector<std::string_view> kWords{"keptn", "api", "token"};

TEST(IsGuessable, KnowsWhatPeopleThinkOf) {
  for (const char* text :
       {"password12345678",      "Winter2026Winter2026", "correcthorsebattery",     "correct-horse-battery",
        "CorrectHorseBattery",   "qwertyuiopasdfgh",     "azertyuiopqsdfgh",        "1qay2wsx3edc4rfv",
        "drowssappassword",      "p4ssw0rdpassword",     "2026-11-24T03:00:00Z",    "24.12.2026-24.12.2025",
        "hunter2hunter2hunter2", "k.e.p.t.n.token",      "keptn_api_token_2026",    "jennifer!!!!!!!!",
        "taugammaphi2taug",      "Shown.Worse.Putts",    "universitysatreasonably", "Mamita2019@12345",
        "monkeyxxxxxxxxxxxxxxxx"}) {
    EXPECT_TRUE(IsGuessable(text, kWords)) << text << " " << Estimate(text, kWords).bits;
  }
}

TEST(IsGuessable, LeavesRandomTextAlone) {
  for (const char* text : {"kV7mTz2qXw9LrB4c", "edsmith8437l8l0w", "judyqrscmmsecsec", "A_7-_6-1LRA-+-T/",
                           "9f86d081884c7d65", "gravel-osmium-tidal-kumquat-brisket-zephyr"}) {
    EXPECT_FALSE(IsGuessable(text, kWords)) << text << " " << Estimate(text, kWords).bits;
  }
}

TEST(Estimate, CountsTheWordsOfTheContextAsWords) {
  EXPECT_LT(Estimate("zyxgrblwqpvnmjhk", {"zyxgrblw", "qpvnmjhk"}).bits + 40, Estimate("zyxgrblwqpvnmjhk", {}).bits);
}

TEST(Estimate, StandsAnything) {
  std::mt19937 random(3);
  for (int i = 0; i < 4000; ++i) {
    std::string text(random() % 70, '\0');
    for (auto& c : text) {
      c = static_cast<char>(i % 2 == 0 ? random() : ' ' + random() % 95);
    }
    EXPECT_GE(Estimate(text, kWords).bits, 0);
    LooksLikeWords(text);
    FindRegularity(text);
  }
}

TEST(LooksLikeWords, TellsWordsFromBase64) {
  for (const char* text :
       {"passwordpasswordpassword", "1234567890123456", "1QAZ2WSX3EDC4RFV", "PasswordPasswordMonkey99"}) {
    EXPECT_TRUE(LooksLikeWords(text)) << text;
  }
  for (const char* text : {"mYJ3pQ0lV1K8x0W2b5ZcRw==", "9fTzW1bQm0yKxR5uJd2hVg==", ""}) {
    EXPECT_FALSE(LooksLikeWords(text)) << text;
  }
}

TEST(FindRegularity, NamesItsKinds) {
  EXPECT_EQ(FindRegularity("aaaaaaaaaaaaaaaa"), Regularity::kConstant);
  EXPECT_EQ(FindRegularity("x7!x7!x7!x7!x7!x"), Regularity::kPeriod);
  EXPECT_EQ(FindRegularity("ponmlkjihgfedcba"), Regularity::kSequence);
  EXPECT_EQ(FindRegularity("9899100101102103"), Regularity::kSequence);
  EXPECT_EQ(FindRegularity("0110100110010110"), Regularity::kFewValues);
  EXPECT_EQ(FindRegularity("kV7mTz2qXw9LrB4c"), std::nullopt);
}

}  // namespace
}  // namespace token
