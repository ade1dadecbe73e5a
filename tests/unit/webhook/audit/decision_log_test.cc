#include "audit/decision_log.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <vector>

#include "testing/fakes.h"
#include "trail/sha256.h"

namespace audit {
namespace {

class NoLoss final : public LossObserver {
 public:
  void OnLinesLost(std::uint64_t /*count*/) override { ADD_FAILURE() << "a line was lost"; }
};

// The lines that `act` leaves behind, the log's end included.
std::vector<std::string> LinesOf(const std::function<void(DecisionLog&, fakes::FakeClock&)>& act) {
  const int file = memfd_create("audit", 0);
  fakes::FakeClock clock;
  NoLoss losses;
  {
    Writer writer(file, {"pod-1/0123456789abcdef", R"({"type":"opening")"}, clock, losses);
    DecisionLog log(writer, clock);
    act(log, clock);
  }
  std::string text(static_cast<std::size_t>(lseek(file, 0, SEEK_END)), '\0');
  EXPECT_EQ(pread(file, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  close(file);
  std::vector<std::string> lines;  // Without the opening.
  for (std::size_t at = text.find('\n') + 1, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    lines.push_back(text.substr(at, end - at));
  }
  return lines;
}

struct Case {
  std::string peer = "10.0.0.1:40312";
  bool known = false;
  bool guarded = true;
  admission::Verdict verdict = admission::Verdict::kAllowed;
  std::string user = "jane";
  bool changed = false;
  bool dry_run = false;
  std::string operation = "UPDATE";
};

using Annotations = std::vector<std::optional<admission::AuditAnnotations>>;

// What each answer says.
Annotations Decide(DecisionLog& log, fakes::FakeClock& clock, const Case& what, int count) {
  const auto profile = token::KeptnProfile();
  Annotations annotations;
  admission::Review review;
  admission::Decision decision;
  decision.guarded = what.guarded;
  decision.verdict = what.verdict;
  decision.changed = what.changed;
  review.user = what.user;
  review.dry_run = what.dry_run;
  review.operation = what.operation;
  for (int i = 0; i < count; ++i) {
    annotations.push_back(log.Record({review, decision, {what.peer, "", what.known}, profile, clock.Now(), {}}));
  }
  return annotations;
}

bool IsSummary(const std::string& line) { return line.find(R"("type":"summary")") != std::string::npos; }

TEST(DecisionLog, WritesALineForEachDecision) {
  const auto lines = LinesOf([](DecisionLog& log, fakes::FakeClock& clock) {
    Decide(log, clock, {}, 2);
    log.OnResponsesSent();
    log.WriteSummary();  // Nothing to summarise.
  });
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_NE(lines[1].find(R"("sequence":2)"), std::string::npos);
}

TEST(DecisionLog, SummarisesWhatACallerDecidesBeyondItsRate) {
  const auto lines = LinesOf([](DecisionLog& log, fakes::FakeClock& clock) {
    Decide(log, clock, {}, 1000);
    Decide(log, clock, {.peer = "10.0.0.1:9", .verdict = admission::Verdict::kDenied},
           5);  // Another port: the same caller.
    Decide(log, clock, {.peer = "10.0.0.2:9"}, 1);
    log.WriteSummary();
    clock.Advance(std::chrono::seconds(1));
    Decide(log, clock, {}, 2);  // One line, and one in the summary that the end writes.
  });
  ASSERT_EQ(lines.size(), 20U + 1 + 1 + 1 + 1);
  EXPECT_FALSE(IsSummary(lines[20]));
  EXPECT_NE(lines[20].find("10.0.0.2:9"), std::string::npos);
  EXPECT_NE(lines[21].find(R"("type":"summary","time":"2026-11-24T06:00:00.000Z","since":"2026-11-24T06:00:00.000Z",)"
                           R"("decisions":985,"allowed":980,"denied":5,"errors":0,"addresses":["10.0.0.1"],"users":[],)"
                           R"("instance":"pod-1/0123456789abcdef","sequence":22)"),
            std::string::npos)
      << lines[21];
  EXPECT_TRUE(IsSummary(lines[23]));
  EXPECT_NE(lines[23].find(R"("decisions":1,)"), std::string::npos);
}

// Nobody takes the room of those who write to the guarded Secret.
TEST(DecisionLog, GivesGuardedDecisionsForKnownCallersARateOfTheirOwn) {
  const auto lines = LinesOf([](DecisionLog& log, fakes::FakeClock& clock) {
    Decide(log, clock, {}, 100);
    Decide(log, clock, {.known = true, .guarded = false}, 100);
    Decide(log, clock, {.known = true}, 500);
  });
  EXPECT_EQ(lines.size(), 20U + 500 + 1);
  EXPECT_NE(lines.back().find(R"("decisions":180,)"), std::string::npos) << lines.back();
}

// A tenant's refused edits, dry runs and edits of labels store no token: beyond the rate they are counted.
TEST(DecisionLog, SummarisesWhatAUserWritesBeyondTheRateWithoutAChangeOfTheToken) {
  Annotations of_change;
  const auto lines = LinesOf([&](DecisionLog& log, fakes::FakeClock& clock) {
    Decide(log, clock, {.known = true, .verdict = admission::Verdict::kDenied, .user = "tenant"}, 4000);
    Decide(log, clock, {.known = true, .user = "tenant", .changed = true, .dry_run = true}, 100);
    Decide(log, clock, {.known = true, .user = "tenant"}, 10);
    of_change = Decide(log, clock, {.known = true, .user = "tenant", .changed = true}, 50);
    Decide(log, clock, {.known = true, .user = "tenant", .operation = "DELETE"}, 5);
    Decide(log, clock, {.known = true, .verdict = admission::Verdict::kDenied, .user = "jane"}, 3);
  });
  ASSERT_EQ(lines.size(), std::size_t{DecisionLog::kUserBurst} + 50 + 5 + 3 + 1);
  EXPECT_TRUE(of_change.at(49).has_value());
  EXPECT_NE(lines.back().find(R"("decisions":3110,"allowed":110,"denied":3000,)"), std::string::npos) << lines.back();
  EXPECT_NE(lines.back().find(R"("users":["tenant"],)"), std::string::npos) << lines.back();
}

// A tenant may make any number of them in a namespace of their own.
TEST(DecisionLog, CountsTheServiceAccountsOfANamespaceAsOneUser) {
  const auto lines = LinesOf([](DecisionLog& log, fakes::FakeClock& clock) {
    for (int i = 0; i < 2 * DecisionLog::kUserBurst; ++i) {
      Decide(log, clock, {.known = true, .user = "system:serviceaccount:keptn:a" + std::to_string(i)}, 1);
    }
    Decide(log, clock, {.known = true, .user = "system:serviceaccount:token-guard:token-rotator"}, 1);
  });
  EXPECT_EQ(lines.size(), std::size_t{DecisionLog::kUserBurst} + 1 + 1);
}

// The line's bytes before its number: docs/audit.md.
TEST(DecisionLog, TellsKnownCallersTheDigestOfTheLine) {
  Annotations known;
  Annotations unguarded;
  const auto lines = LinesOf([&](DecisionLog& log, fakes::FakeClock& clock) {
    known = Decide(log, clock, {.known = true}, 1);
    unguarded = Decide(log, clock, {.known = true, .guarded = false}, 21);
    EXPECT_FALSE(Decide(log, clock, {.peer = "10.0.0.9:9"}, 1).at(0).has_value());
  });
  const auto content = lines.at(0).substr(0, lines[0].rfind(",\"sequence\":"));
  ASSERT_TRUE(known.at(0).has_value());
  EXPECT_EQ(known[0]->digest, trail::Sha256::Of(content));
  EXPECT_TRUE(unguarded.at(0).has_value());
  EXPECT_FALSE(unguarded.at(20).has_value());  // It has no line of its own.
}

}  // namespace
}  // namespace audit
