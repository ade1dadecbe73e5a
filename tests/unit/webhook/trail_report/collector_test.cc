#include "trail_report/collector.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testing/audit_report.h"

namespace trail_report {
namespace {

TEST(Collector, TellsTheStory) {
  const auto report = fakes::MakeReport(fakes::Story());
  ASSERT_TRUE(report.last_change);
  EXPECT_EQ(report.last_change->actor, Actor::kRotator);
  EXPECT_EQ(base::FormatTime(*report.token_since), "2026-11-25T11:00:01.000Z");
  EXPECT_EQ(report.allowed, 2U);
  EXPECT_EQ(report.denied, 1U);
  EXPECT_EQ(report.refused_last_week, 1U);
  ASSERT_EQ(report.refused_by_rule.size(), 1U);
  EXPECT_EQ(report.refused_by_rule[0].first, "trailing-newline");
  EXPECT_EQ(report.refused_by_user[0].first, "jane@example.com");
  ASSERT_EQ(report.unseen.size(), 1U);
  EXPECT_EQ(FormatFingerprint(report.unseen[0].after), "hmac-sha256:" + fakes::Print('d'));
  EXPECT_FALSE(report.last_unseen);
  ASSERT_EQ(report.rotations.size(), 1U);
  EXPECT_EQ(report.rotations[0].outcome, "rotated");
  EXPECT_EQ(report.rotations[0].end - report.rotations[0].begin, std::chrono::seconds(20));
  EXPECT_EQ(report.log, LogState::kWhole);
  EXPECT_EQ(report.lines, 7U);
}

TEST(Collector, DoesNotCareForOrderAndRepetition) {
  auto lines = fakes::Story();
  const auto count = lines.size();
  lines.insert(lines.end(), lines.begin(), lines.end());
  std::reverse(lines.begin(), lines.end());
  std::rotate(lines.begin(), lines.begin() + 3, lines.end());
  const auto report = fakes::MakeReport(lines);
  EXPECT_EQ(report.allowed + report.denied, 3U);
  EXPECT_EQ(report.lines, count);
  EXPECT_EQ(report.unseen.size(), 1U);
  EXPECT_EQ(report.rotations[0].runs, 1U);
}

TEST(Collector, CountsTheAgeFromAllLinesAndListsTheRecentOnes) {
  const auto report = fakes::MakeReport(fakes::Story(), "2026-11-25T20:00:00Z", std::chrono::hours(1));
  EXPECT_TRUE(report.moments.empty() && report.unseen.empty() && report.rotations.empty());
  EXPECT_EQ(report.denied, 0U);
  EXPECT_EQ(base::FormatTime(*report.token_since), "2026-11-25T11:00:01.000Z");
  EXPECT_TRUE(report.last_change);
}

TEST(Collector, TellsAnUnseenEditThatIsTheLastOne) {
  fakes::AuditChain chain("web/1");
  chain.Decide({.time = "2026-11-25T09:00:00.000Z", .before = fakes::Print('a'), .after = fakes::Print('b')});
  chain.Decide(
      {.time = "2026-11-25T10:00:00.000Z", .before = fakes::Print('c'), .after = fakes::Print('c'), .changed = false});
  const auto report = fakes::MakeReport(chain.lines);
  ASSERT_TRUE(report.last_unseen);
  EXPECT_EQ(base::FormatTime(*report.token_since), "2026-11-25T10:00:00.000Z");
  EXPECT_EQ(report.log, LogState::kUnproven);
}

TEST(Collector, DoesNotCallALogWholeThatHasUnreadableLines) {
  auto lines = fakes::Story();
  lines.emplace_back(R"({"version":3,"type":"opening"})");
  EXPECT_EQ(fakes::MakeReport(lines).log, LogState::kUnproven);
}

TEST(Collector, KeepsKnownAndUnknownCallersApart) {
  fakes::AuditChain chain("web/1");
  chain.Decide({.uid = "1"});
  chain.Decide({.uid = "2", .known = false});
  chain.Decide({.uid = "3", .guarded = false});
  const auto report = fakes::MakeReport(chain.lines);
  EXPECT_EQ(report.from_known, 1U);
  EXPECT_EQ(report.from_unknown, 1U);
  EXPECT_EQ(report.unguarded, 1U);
}

TEST(Collector, FollowsARotationOverSeveralRuns) {
  fakes::AuditChain first("rotator-1/a");
  first.Rotate("2026-11-25T09:00:00.000Z", "begin", "done");
  fakes::AuditChain second("rotator-2/b");
  second.Rotate("2026-11-25T09:10:00.000Z", "resume", "done");
  second.Rotate("2026-11-25T09:11:00.000Z", "rollback", "done", "no pod accepts the token", "back");
  second.Rotate("2026-11-25T09:12:00.000Z", "end", "rolled-back", "", "back");
  auto lines = first.lines;
  lines.insert(lines.end(), second.lines.begin(), second.lines.end());
  const auto report = fakes::MakeReport(lines);
  ASSERT_EQ(report.rotations.size(), 1U);
  EXPECT_EQ(report.rotations[0].runs, 2U);
  EXPECT_EQ(report.rotations[0].outcome, "rolled-back");
  EXPECT_EQ(report.rotations[0].reason, "no pod accepts the token");
}

TEST(ActorOf, TellsPeopleFromPrograms) {
  EXPECT_EQ(ActorOf("jane@example.com", false), Actor::kPerson);
  EXPECT_EQ(ActorOf("system:serviceaccount:flux-system:kustomize-controller", false), Actor::kWorkload);
  EXPECT_EQ(ActorOf("system:serviceaccount:token-guard:token-rotator", true), Actor::kRotator);
  EXPECT_EQ(ActorOf("system:kube-controller-manager", false), Actor::kSystem);
  EXPECT_EQ(ActorOf("system:anonymous", false), Actor::kNobody);
  EXPECT_EQ(ActorOf("", false), Actor::kNobody);
}

TEST(Fingerprint, ReadsWhatItWrites) {
  const auto text = "hmac-sha256:" + fakes::Print('7');
  EXPECT_EQ(FormatFingerprint(ParseFingerprint(text)), text);
  EXPECT_EQ(FormatFingerprint(ParseFingerprint("hmac-sha256:xyz")), "");
  EXPECT_EQ(FormatFingerprint(ParseFingerprint("hmac-sha256:" + fakes::Print('G'))), "");
}

}  // namespace
}  // namespace trail_report
