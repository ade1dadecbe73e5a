#include "audit/chain.h"

#include <gtest/gtest.h>

#include <string>

namespace audit {
namespace {

// printf '{"a":1,"sequence":0,"previous":""}' | sha256sum
constexpr const char* kFirst = "{\"a\":1,\"sequence\":0,\"previous\":\"\"}\n";
constexpr const char* kFirstDigest = "bc07f79fea890185a9b2a209e0149d2847fab6e7de9d84e76a1fbdcb64b230ad";

void Append(Chain& chain, std::string_view record) { chain.Append(record, trail::Sha256().Add(record)); }

std::string Second(const std::string& previous) { return R"({"b":2,"sequence":1,"previous":")" + previous + "\"}\n"; }

TEST(Chain, NumbersLinesAndNamesTheDigestOfTheLineBefore) {
  Chain chain;
  Append(chain, R"({"a":1)");
  Append(chain, R"({"b":2)");
  EXPECT_EQ(chain.Block(), kFirst + Second(kFirstDigest));
  EXPECT_EQ(chain.Commit(chain.Block().size()).lines, 0U);
  EXPECT_TRUE(chain.Empty());
  EXPECT_EQ(chain.Block(), "");
}

TEST(Chain, ContinuesAcrossBlocks) {
  Chain chain;
  Append(chain, R"({"a":1)");
  chain.Commit(chain.Block().size());
  Append(chain, R"({"b":2)");
  EXPECT_EQ(chain.Block(), Second(kFirstDigest));
}

TEST(Chain, UsesTheNumberOfALineThatWasNotWrittenAgain) {
  Chain chain;
  Append(chain, R"({"lost":0)");
  EXPECT_EQ(chain.Commit(0).lines, 1U);
  Append(chain, R"({"a":1)");
  EXPECT_EQ(chain.Block(), kFirst);
}

TEST(Chain, EndsATornLineBeforeTheNextOne) {
  Chain chain;
  Append(chain, R"({"a":1)");
  Append(chain, R"({"torn":0)");
  EXPECT_EQ(chain.Commit(std::string(kFirst).size() + 3).lines, 1U);
  Append(chain, R"({"never":0)");
  EXPECT_EQ(chain.Commit(0).lines, 1U);  // The output still ends in the middle of a line.
  Append(chain, R"({"b":2)");
  EXPECT_EQ(chain.Block(), "\n" + Second(kFirstDigest));
}

TEST(Chain, CountsALineThatLacksItsLineBreakAloneAsWritten) {
  Chain chain;
  Append(chain, R"({"a":1)");
  EXPECT_EQ(chain.Commit(std::string(kFirst).size() - 1).lines, 0U);
  Append(chain, R"({"never":0)");
  EXPECT_EQ(chain.Commit(0).lines, 1U);
  Append(chain, R"({"b":2)");
  EXPECT_EQ(chain.Block(), "\n" + Second(kFirstDigest));
}

TEST(Chain, TellsLostLinesFromReportsOfLostLines) {
  Chain chain;
  Append(chain, R"({"a":1)");
  chain.AppendReport(R"({"lost":7)", 7);
  const auto loss = chain.Commit(0);
  EXPECT_EQ(loss.lines, 1U);
  EXPECT_EQ(loss.unreported, 7U);
}

TEST(Chain, IsFullAtItsBlockSize) {
  Chain chain;
  while (!chain.Full()) {
    Append(chain, std::string(1000, 'x'));
  }
  EXPECT_GE(chain.Block().size(), Chain::kBlockSize);
  EXPECT_LT(chain.Block().size(), Chain::kBlockSize + 1100);
}

}  // namespace
}  // namespace audit
