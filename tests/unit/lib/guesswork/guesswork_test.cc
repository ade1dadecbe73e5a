#include "guesswork/guesswork.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace guesswork {
namespace {

const ContextWords kContext({"keptn", "keptn-api-token"});

TEST(IsGuessable, KnowsWhatPeopleThinkOf) {
  for (const char* text : {"password12345678",
                           "Winter2026Winter2026",
                           "correcthorsebattery",
                           "correct-horse-battery",
                           "CorrectHorseBattery",
                           "qwertyuiopasdfgh",
                           "azertyuiopqsdfgh",
                           "1qay2wsx3edc4rfv",
                           "drowssappassword",
                           "p4ssw0rdpassword",
                           "2026-11-24T03:00:00Z",
                           "24.12.2026-24.12.2025",
                           "hunter2hunter2hunter2",
                           "keptn_api_token_2026",
                           "jennifer!!!!!!!!",
                           "Shown.Worse.Putts",
                           "Mamita2019@12345",
                           "monkeyxxxxxxxxxxxxxxxx",
                           "ppaasssswwoorrdd",
                           "p1a2s3s4w5o6r7d8",
                           "temp.michelle@gmail.com",
                           "4.161.231.125:8080",
                           "+495335815812keptn",
                           "initech-staging-token2026",
                           "Spring2010$Dev11",
                           "https://iubire.com/api",
                           "Flamingo2026!Fla",
                           "kiwiAdminkiwikiw",
                           "inthebeginningwastheword",
                           "0110100110010110",
                           "9899100101102103",
                           "aaaaaaaaaaaaaaaa",
                           "x7!x7!x7!x7!x7!x",
                           "5f4dcc3b5aa765d61d8327deb882cf99",
                           "Y0dGemMzZHZjbVJ3WVhOemQyOXlaQT09"}) {
    EXPECT_TRUE(IsGuessable(text, kContext)) << text << " " << Describe(text, kContext).bits;
  }
}

TEST(IsGuessable, LeavesRandomTextAlone) {
  for (const char* text :
       {"kV7mTz2qXw9LrB4c", "judyqrscmmsecsec", "A_7-_6-1LRA-+-T/", "9f36d0817c4c7d65ba2feae0c55ad0e5",
        "gravel-osmium-tidal-kumquat-brisket-zephyr", "1b0e84f1-e29b-41d4-a7c6-f46d5b4c00e1"}) {
    EXPECT_FALSE(IsGuessable(text, kContext)) << text << " " << Describe(text, kContext).bits;
  }
}

TEST(IsGuessable, CountsTheWordsOfTheContextAsWords) {
  EXPECT_LT(Describe("zyxgrblwqpvnmjhk", ContextWords({"zyxgrblw", "qpvnmjhk"})).bits + 40,
            Describe("zyxgrblwqpvnmjhk", ContextWords({})).bits);
}

TEST(IsGuessable, AgreesWithTheDescription) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (int k = 0; k < 16; ++k) {
      text.push_back("abcdefgh0123-Aa"[random() % 15]);
    }
    const Description description = Describe(text, kContext);
    const bool is_short = description.bits < LeastBits(text);
    EXPECT_TRUE(!is_short || IsGuessable(text, kContext)) << text;
    EXPECT_TRUE(is_short || description.random_bits < kLeastRandom || !IsGuessable(text, kContext)) << text;
  }
}

TEST(LeastBits, AreLowerForCharactersChosenOneByOne) {
  EXPECT_EQ(LeastBits("kV7mTz2qXw9LrB4c"), kLeastBits);
  EXPECT_NEAR(LeastBits("73502811946305827719"), 20 * 3.3219 - 12, 0.01);
  EXPECT_EQ(LeastBits("7350281194630582771"), kLeastBits) << "19 digits are less than 64 bits";
  EXPECT_EQ(LeastBits("7350281194630582771933061"), kLeastBits);
  EXPECT_NEAR(LeastBits("judyqrscmmsecsec"), 16 * 4.7004 - 14, 0.01);
  EXPECT_NEAR(LeastBits("9f86d081884c7d65"), 16 * 4 - 14, 0.01);
  EXPECT_EQ(LeastBits(""), kLeastBits);
}

TEST(PatternOf, NamesTheKindsAlone) {
  const auto pattern = [](std::string_view text) { return PatternOf(Describe(text, kContext)); };
  EXPECT_EQ(pattern("Summer2026!"), "a word, a year and a sign");
  EXPECT_EQ(pattern("hunter2hunter2hunter2"), "a word, repeated");
  EXPECT_EQ(pattern("8uhb7ygv6tfc"), "a keyboard pattern");
  EXPECT_EQ(pattern("8621ffdbc5698829397d97767ac13db3"), "the hash of a common password");
}

TEST(IsPublished, KnowsTheExamplesOfManuals) {
  EXPECT_TRUE(IsPublished("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
  EXPECT_FALSE(IsPublished("wJalrXUtnFEMI"));
  EXPECT_FALSE(IsPublished(""));
  EXPECT_FALSE(IsPublished("\n"));
}

TEST(LooksTyped, TellsWordsFromBase64) {
  for (const char* text :
       {"passwordpasswordpassword", "1234567890123456", "1QAZ2WSX3EDC4RFV", "PasswordPasswordMonkey99"}) {
    EXPECT_TRUE(LooksTyped(text)) << text;
  }
  for (const char* text : {"mYJ3pQ0lV1K8x0W2b5ZcRw==", "9fTzW1bQm0yKxR5uJd2hVg==", ""}) {
    EXPECT_FALSE(LooksTyped(text)) << text;
  }
}

}  // namespace
}  // namespace guesswork
