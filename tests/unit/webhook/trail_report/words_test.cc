#include "trail_report/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/audit_report.h"

namespace trail_report {
namespace {

using testing::HasSubstr;

std::vector<std::string> Lines(const Report& report) {
  std::vector<std::string> lines;
  for (const auto& answer : Answers(report)) {
    lines.push_back(answer.question + " " + answer.answer + " | " + answer.detail);
  }
  return lines;
}

TEST(Answers, AnswerWhatAReaderComesFor) {
  EXPECT_EQ(
      Lines(fakes::MakeReport(fakes::Story())),
      (std::vector<std::string>{
          "Who last changed the token? system:serviceaccount:token-guard:token-rotator | At 2026-11-25 11:00:01 UTC, "
          "with token-rotator. No later line confirms that it was stored.",
          "Was it a person? no, the rotator | Rotation r1. kube-apiserver authenticated this user.",
          "How old is the token? 8 hours | Since 2026-11-25 11:00:01 UTC.",
          "What was refused this week? 1 write | trailing-newline (1).",
          "Was the token changed unseen? 1 time | The last time before 2026-11-25 11:00:01.",
          "Is the log whole? yes | 7 lines of 2 processes. Each chain is complete and closed."}));
}

TEST(Answers, SayWhatTheLogCannotTell) {
  fakes::AuditChain chain("web/1");
  chain.Open();
  const auto lines = Lines(fakes::MakeReport(chain.lines));
  EXPECT_THAT(lines[0], HasSubstr("nobody in this log"));
  EXPECT_THAT(lines[2], HasSubstr("over 12 hours | It has not changed since the log begins"));
  EXPECT_THAT(lines[3], HasSubstr("nothing"));
  EXPECT_THAT(lines[4], HasSubstr("not known"));
  EXPECT_THAT(lines[5], HasSubstr("as far as it goes"));
}

TEST(Answers, DoNotTrustACallerThatProvedNothing) {
  fakes::AuditChain chain("web/1");
  chain.Decide({.known = false});
  EXPECT_THAT(Lines(fakes::MakeReport(chain.lines))[1], HasSubstr("Not proven"));
}

TEST(Answers, DoNotHideLinesThatWereNeverWritten) {
  fakes::AuditChain chain("web/1");
  chain.Lost(2);
  chain.Close();
  EXPECT_THAT(Lines(fakes::MakeReport(chain.lines))[5], HasSubstr("yes, but 2 lines could not be written"));
}

TEST(Answers, NameABrokenLog) {
  auto lines = fakes::Story();
  lines.erase(lines.begin() + 2);
  EXPECT_THAT(Lines(fakes::MakeReport(lines))[5], HasSubstr("no: it is broken"));
}

TEST(Notes, SayWhenTheLogEnds) {
  const auto notes = Notes(fakes::MakeReport(fakes::Story(), "2026-12-25T20:00:00Z"));
  EXPECT_THAT(notes.back(), HasSubstr("The log ends at 2026-11-25 20:00:00"));
}

TEST(Length, UsesTheLargestUnit) {
  EXPECT_EQ(Length(std::chrono::milliseconds(900)), "0 seconds");
  EXPECT_EQ(Length(std::chrono::seconds(1)), "1 second");
  EXPECT_EQ(Length(std::chrono::minutes(119)), "1 hour");
  EXPECT_EQ(Length(std::chrono::hours(24 * 4000)), "4,000 days");
}

TEST(Outcome, HasAWordForEach) {
  Rotation rotation;
  EXPECT_EQ(OutcomeWords(rotation), "set");
  rotation.told = true;
  EXPECT_EQ(OutcomeWords(rotation), "unfinished");
  rotation.over = true;
  for (const auto& [outcome, words, tone] :
       {std::tuple("rotated", "rotated", Tone::kGood), std::tuple("rolled-back", "rolled back", Tone::kBad),
        std::tuple("stopped", "stopped", Tone::kBad), std::tuple("yielded", "yielded", Tone::kWarn),
        std::tuple("set-not-proven", "set, not proven", Tone::kWarn)}) {
    rotation.outcome = outcome;
    EXPECT_EQ(OutcomeWords(rotation), words);
    EXPECT_EQ(ToneOf(rotation), tone) << outcome;
  }
}

}  // namespace
}  // namespace trail_report
