#include "trail_reader/chains.h"

#include <gtest/gtest.h>

#include <cstring>

#include "testing/audit_lines.h"

namespace trail_reader {
namespace {

class ChainsTest : public testing::Test {
 protected:
  void Add(const std::string& line, const std::string& source = "file") {
    ASSERT_TRUE(parser.Parse(line)) << line;
    ASSERT_TRUE(chains.Add(parser.Get(), DigestOf(line), source));
  }
  // Lines of version 1.
  std::vector<std::string> Old(int count) {
    std::vector<std::string> lines;
    for (int i = 0; i < count; ++i) {
      lines.push_back(R"({"version":1,"type":")" + std::string(i == count - 1 ? "closing" : "lost") +
                      R"(","time":"2026-11-24T09:00:00.000Z","lost":)" + std::to_string(++unique) + R"(,"sequence":)" +
                      std::to_string(i) + R"(,"previous":")" + (i == 0 ? "" : ToHex(DigestOf(lines.back()))) + "\"}");
    }
    return lines;
  }
  EventParser parser;
  Chains chains;
  int unique = 0;
};

TEST_F(ChainsTest, TellsProcessesApartInAMergedLog) {
  fakes::AuditChain a("web-1/a");
  fakes::AuditChain b("web-2/b");
  a.Open();
  b.Open("2026-11-25T08:30:00.000Z");
  a.Lost(3);
  b.Close();
  for (const auto* line : {&b.lines[1], &a.lines[0], &b.lines[0], &a.lines[1]}) {
    Add(*line);
  }
  const auto found = chains.Finish().value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].instance, "web-1/a");
  EXPECT_EQ(found[0].lost, 3U);
  EXPECT_FALSE(found[0].shape.closed);
  EXPECT_TRUE(found[1].shape.closed);
  EXPECT_TRUE(found[0].shape.faults.empty() && found[1].shape.faults.empty());
  EXPECT_LT(found[1].begin, found[1].end);
}

TEST_F(ChainsTest, SplitsVersion1ByItsLinks) {
  const auto first = Old(4);
  const auto second = Old(3);
  for (const auto* line : {&second[0], &first[3], &first[0], &second[2], &first[1], &second[1], &first[2], &first[1]}) {
    Add(*line);
  }
  const auto found = chains.Finish().value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].instance, "file#1");
  for (const auto& chain : found) {
    EXPECT_TRUE(chain.shape.faults.empty() && chain.shape.closed) << chain.instance;
  }
  EXPECT_EQ(found[0].shape.lines + found[1].shape.lines, 7U);
}

TEST_F(ChainsTest, FindsWhatIsMissingInVersion1) {
  const auto lines = Old(6);
  for (const int i : {0, 1, 3, 4, 5}) {
    Add(lines[static_cast<std::size_t>(i)]);
  }
  const auto found = chains.Finish().value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].shape.faults, (std::vector<Fault>{{Fault::Kind::kMissing, 2, 2}}));
}

// A scan of all chains for each line would take minutes.
TEST_F(ChainsTest, TakesManyLinesOfVersion1ThatFitNowhere) {
  Event event;
  Digest digest{};
  Digest nowhere{};
  nowhere.fill('x');
  for (std::uint64_t i = 0; i < 300'000; ++i) {
    std::memcpy(digest.data(), &i, sizeof i);
    event.sequence = i < Chains::kMaxChains ? 0 : i;
    event.previous = nowhere;
    ASSERT_TRUE(chains.Add(event, digest, "file"));
  }
  EXPECT_EQ(chains.Finish().value().size(), Chains::kMaxChains);
}

TEST_F(ChainsTest, BoundsTheNumberOfChainsOfVersion1) {
  Event event;
  Digest digest{};
  for (std::uint64_t i = 0; i <= Chains::kMaxChains; ++i) {
    std::memcpy(digest.data(), &i, sizeof i);
    ASSERT_TRUE(chains.Add(event, digest, "file"));
  }
  EXPECT_EQ(chains.Finish().error().message, "the input has lines of more than 10000 processes; verify it in parts");
}

TEST_F(ChainsTest, BoundsTheNumberOfProcesses) {
  Event event;
  std::string instance;
  base::Result<void> added;
  for (std::size_t i = 0; i <= Chains::kMaxChains && added; ++i) {
    instance = "web/" + std::to_string(i);
    event.instance = instance;
    added = chains.Add(event, {}, "");
  }
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().message, "the input has lines of more than 10000 processes; verify it in parts");
}

}  // namespace
}  // namespace trail_reader
