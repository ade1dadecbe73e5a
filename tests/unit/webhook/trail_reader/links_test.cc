#include "trail_reader/links.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace trail_reader {
namespace {

Digest D(int n) {
  Digest digest{};
  digest[0] = static_cast<char>(n);
  return digest;
}

// Lines 0 to count - 1; line i has digest i + 1.
std::deque<Link> Whole(int count) {
  std::deque<Link> links;
  for (int i = 0; i < count; ++i) {
    links.push_back({static_cast<std::uint64_t>(i), D(i + 1), D(i), i == count - 1});
  }
  return links;
}

std::string Show(const std::vector<Fault>& faults) {
  std::string text;
  for (const auto& fault : faults) {
    text += std::string(1, "mas b"[static_cast<int>(fault.kind) + (fault.kind == Fault::Kind::kBehind ? 1 : 0)]) +
            std::to_string(fault.first) + "-" + std::to_string(fault.last) + " ";
  }
  return text;
}

std::string Faults(std::deque<Link> links) { return Show(Judge(links).faults); }

TEST(Judge, FindsNothingInAWholeChainInAnyOrder) {
  auto links = Whole(10);
  std::reverse(links.begin(), links.end());
  std::swap(links[3], links[7]);
  links.push_back(links[4]);
  const auto shape = Judge(links);
  EXPECT_EQ(Show(shape.faults), "");
  EXPECT_TRUE(shape.closed);
  EXPECT_EQ(shape.first, 0U);
  EXPECT_EQ(shape.last, 9U);
  EXPECT_EQ(shape.lines, 10U);
  EXPECT_EQ(shape.repeated, 1U);
  EXPECT_EQ(DigestOf(links, 3), D(4));
  EXPECT_EQ(DigestOf(links, 10), std::nullopt);
}

TEST(Judge, FindsMissingLines) {
  auto links = Whole(10);
  links.erase(links.begin() + 3, links.begin() + 5);
  links.erase(links.begin() + 6);
  EXPECT_EQ(Faults(links), "m3-4 m8-8 ");
}

TEST(Judge, NamesTheAlteredLine) {
  auto content = Whole(10);
  content[4].digest = D(99);
  EXPECT_EQ(Faults(content), "a4-4 ");
  auto link = Whole(10);
  link[4].digest = D(99);
  link[4].previous = D(98);
  EXPECT_EQ(Faults(link), "a4-4 ");
  auto first = Whole(10);
  first[0].previous = D(98);
  EXPECT_EQ(Faults(first), "a0-0 ");
  auto last = Whole(10);
  last[8].digest = D(99);
  EXPECT_EQ(Faults(last), "a8-9 ");
  auto neighbours = Whole(10);
  neighbours[4].digest = D(99);
  neighbours[5].digest = D(98);
  EXPECT_EQ(Faults(neighbours), "a5-5 ");  // Either of the two explains both breaks.
}

TEST(Judge, FindsASecondLineAndKeepsTheOneThatFits) {
  for (const int forged : {0, 4, 9}) {
    auto links = Whole(10);
    links.push_back({static_cast<std::uint64_t>(forged), D(99), D(forged), false});
    const auto text = std::to_string(forged);
    auto shape = Judge(links);
    EXPECT_EQ(Show(shape.faults), "s" + text + "-" + text + " ");
    if (forged < 9) {
      EXPECT_EQ(DigestOf(links, static_cast<std::uint64_t>(forged)), D(forged + 1));
    }
  }
}

// Each line with one number against each line with the next one would take minutes.
TEST(Judge, TakesManyLinesWithOneNumber) {
  constexpr int kMany = 100'000;
  std::deque<Link> links;
  for (int i = 0; i < kMany; ++i) {
    Digest digest{};
    std::memcpy(digest.data(), &i, sizeof i);
    links.push_back({0, digest, {}, false});
    links.push_back({1, digest, D(1), false});
  }
  const auto shape = Judge(links);
  EXPECT_EQ(shape.lines, 2U * kMany);
  EXPECT_EQ(shape.fault_count, 2U * (kMany - 1));
  EXPECT_EQ(DigestOf(links, 0), D(1));
}

TEST(Judge, FindsLinesBehindTheEnd) {
  auto links = Whole(5);
  links.push_back({5, D(6), D(5), false});
  EXPECT_EQ(Faults(links), "b5-5 ");
}

TEST(Judge, CountsAllFaultsAndKeepsSome) {
  std::deque<Link> links;
  for (int i = 0; i < 300; ++i) {
    links.push_back({static_cast<std::uint64_t>(2 * i), D(1), D(1), false});
  }
  const auto shape = Judge(links);
  EXPECT_EQ(shape.fault_count, 300U);  // Line 0, and 299 gaps.
  EXPECT_EQ(shape.faults.size(), ChainShape::kMaxFaults);
}

}  // namespace
}  // namespace trail_reader
