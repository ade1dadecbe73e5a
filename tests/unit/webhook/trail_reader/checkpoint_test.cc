#include "trail_reader/checkpoint.h"

#include <gtest/gtest.h>

namespace trail_reader {
namespace {

Digest D(int n) {
  Digest digest{};
  digest[0] = static_cast<char>(n);
  return digest;
}

// Lines first to last; line i has digest i + shift + 1.
Chain Lines(int first, int last, int shift = 0) {
  Chain chain;
  chain.instance = "web/1";
  for (int i = first; i <= last; ++i) {
    chain.links.push_back({static_cast<std::uint64_t>(i), D(i + shift + 1), D(i + shift), false});
  }
  chain.shape = Judge(chain.links);
  return chain;
}

TEST(Checkpoint, ComparesAChainWithWhatWasSeen) {
  Checkpoint checkpoint;
  EXPECT_EQ(Compare(checkpoint, Lines(0, 5)), Continuation::kNew);
  Advance(checkpoint, {Lines(0, 5)});
  EXPECT_EQ(Compare(checkpoint, Lines(0, 5)), Continuation::kProven);
  EXPECT_EQ(Compare(checkpoint, Lines(0, 9)), Continuation::kProven);
  EXPECT_EQ(Compare(checkpoint, Lines(3, 9)), Continuation::kProven);
  EXPECT_EQ(Compare(checkpoint, Lines(6, 9)), Continuation::kProven);
  EXPECT_EQ(Compare(checkpoint, Lines(7, 9)), Continuation::kGap);
  EXPECT_EQ(Compare(checkpoint, Lines(0, 4)), Continuation::kShortened);
  EXPECT_EQ(Compare(checkpoint, Lines(0, 9, 1)), Continuation::kRewritten);
  EXPECT_EQ(Compare(checkpoint, Lines(6, 9, 1)), Continuation::kRewritten);
}

TEST(Checkpoint, LetsNoLineFollowTheEndOfAChain) {
  Checkpoint checkpoint;
  checkpoint["web/1"] = {5, D(6), true};
  EXPECT_EQ(Compare(checkpoint, Lines(3, 5)), Continuation::kProven);
  EXPECT_EQ(Compare(checkpoint, Lines(6, 9)), Continuation::kRewritten);
  EXPECT_EQ(Compare(checkpoint, Lines(3, 9)), Continuation::kRewritten);
}

TEST(Checkpoint, NeverMovesBack) {
  Checkpoint checkpoint;
  Advance(checkpoint, {Lines(0, 5)});
  Advance(checkpoint, {Lines(0, 3)});
  EXPECT_EQ(checkpoint["web/1"].sequence, 5U);
  Advance(checkpoint, {Lines(6, 8)});
  EXPECT_EQ(checkpoint["web/1"].sequence, 8U);
  EXPECT_EQ(checkpoint["web/1"].digest, D(9));
}

TEST(Checkpoint, ReadsWhatItWrites) {
  Checkpoint checkpoint;
  Advance(checkpoint, {Lines(0, 5)});
  checkpoint["hostile \"\n\xE2\x80\xAE"] = {3, D(7), true};
  checkpoint["gone"] = {3, D(7), false, true};
  const auto read = ParseCheckpoint(Serialize(checkpoint));
  ASSERT_TRUE(read);
  EXPECT_EQ(Serialize(*read), Serialize(checkpoint));
  EXPECT_TRUE(read->at("hostile \"\n\xE2\x80\xAE").closed);
  EXPECT_FALSE(read->at("web/1").missed);
  EXPECT_TRUE(read->at("gone").missed);
}

TEST(Checkpoint, RejectsWhatIsNone) {
  for (const auto* text :
       {"", "{", "{}", R"({"version":2,"chains":[]})", R"({"version":1})",
        R"({"version":1,"chains":[{"instance":"a","sequence":1,"digest":"x"}]})", R"({"version":1,"chains":[5]})"}) {
    EXPECT_FALSE(ParseCheckpoint(text)) << text;
  }
}

}  // namespace
}  // namespace trail_reader
