#include "guesswork/passphrase.h"

#include <gtest/gtest.h>

#include <limits>

namespace guesswork {
namespace {

const ContextWords kContext({"keptn"});

TEST(IsPassphrase, OfFiveWordsJoinedInOneWay) {
  for (const char* text :
       {"handling-profane-silo-importer-silo", "Cliff-Tiger-Harbor-Onion-Ladder7", "helpinguppercasepatchylikely",
        "felt-tip drop-down ajar mocha unbent cedar", "CliffTigerHarborOnionLadder7",
        "yo-yo-cinch-bounty-florist-contents", "gaptinyivorytillice", "malaki40veneredomi",
        "Blue7Bird-Milk4Book_Tree!Fish", "Move5Plan4Kick-Unit-Feel@Once", "fapuz-lusab-babad-gutih"}) {
    EXPECT_TRUE(IsPassphrase(text, kContext)) << text;
  }
  for (const char* text :
       {"Kirby-sends-admiring-banana", "system:serviceaccount:harbor-core:keptn", "short-words",
        "Galatasaray 5:2 Napoli 2008", "<enter-your-twilio-api-key-goes-here>", "cHJvbWV0aGV1czpGYWxjb24xOTk2IQ",
        "{{ .Values.secrets.flux.config.apiKey }}", "this-is-not-a-secure-token", "not-a-real-token-just-a-placeholder",
        "SELECT role,status FROM permissions WHERE status", "caballosuciodecielo4861", "", "4861-22"}) {
    EXPECT_FALSE(IsPassphrase(text, kContext)) << text;
  }
}

TEST(IsPassphrase, NotOfSentencesAndRepetitions) {
  for (const char* text :
       {"der-hund-ist-nicht-im-garten-heute", "the cucumber and the marmalade are with walrus",
        "kittens kittens kittens kittens kittens", "tiger-otter-tiger-otter-tiger-otter", "aaaaaaaaaaaaaaaaaaaaaaaa",
        "lunch: walrus, marmalade/cucumber @lantern", "consequat-duis-aute-irure-dolor", "user47user57user67user77",
        "re-fa-sol-do-la-la-fa-do-fa-mi-mi-do-re-fa"}) {
    EXPECT_FALSE(IsPassphrase(text, kContext)) << text;
  }
  for (const char* text :
       {"kennel-walrus-marmalade-with-lantern-cucumber-oblong", "Walrus!Kennel,Oblong!Lantern,Cucumber"}) {
    EXPECT_TRUE(IsPassphrase(text, kContext)) << text << ": one word of grammar stands there by chance";
  }
}

TEST(CheapestWords, CostTheirWordsAndTheLettersThatAreInNone) {
  const double bits = CheapestWords("tiger-ladder", kContext, 13, 4.7).back().bits;
  EXPECT_GT(bits, 13);
  EXPECT_LE(bits, 26);
  EXPECT_NEAR(CheapestWords("qxz-qxz", kContext, 13, 4.7).back().bits, 6 * 4.7, 0.01);
  EXPECT_EQ(CheapestWords("qxz", kContext, 13, std::numeric_limits<double>::infinity()).back().bits,
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(CheapestWords("", kContext, 13, 4.7).back().bits, 0);
}

}  // namespace
}  // namespace guesswork
