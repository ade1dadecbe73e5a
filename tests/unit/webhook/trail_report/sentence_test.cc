#include "trail_report/sentence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/audit_report.h"

namespace trail_report {
namespace {

std::string SentenceOf(const std::string& line) {
  trail_reader::EventParser parser;
  return parser.Parse(line) ? Describe(parser.Get()).text : "";
}

TEST(Describe, HasASentenceForEachEvent) {
  std::vector<std::string> sentences;
  for (const auto& line : fakes::Story()) {
    sentences.push_back(SentenceOf(line));
  }
  EXPECT_EQ(
      sentences,
      (std::vector<std::string>{
          "web-1/0123456789abcdef began to serve: token-webhook 0.1.0",
          "jane@example.com changed the token of keptn/keptn-api-token with kubectl-edit: token aaaaaaaa "
          "replaced by bbbbbbbb; warned: double-encoded",
          "jane@example.com tried to change the token of keptn/keptn-api-token with kubectl-edit, and was refused: "
          "trailing-newline: the token ends with a newline",
          "system:serviceaccount:token-guard:token-rotator changed the token of keptn/keptn-api-token with "
          "token-rotator: token dddddddd replaced by eeeeeeee, rotation r1",
          "web-1/0123456789abcdef was stopped", "rotation r1: begins; the token is to be replaced by the new token",
          "rotation r1: ended: rotated"}));
}

TEST(Describe, SaysWhatIsUnusual) {
  fakes::AuditChain chain("web/1");
  EXPECT_EQ(SentenceOf(chain.Decide({.operation = "DELETE"})),
            "jane@example.com deleted the token of keptn/keptn-api-token with kubectl-edit");
  EXPECT_EQ(SentenceOf(chain.Decide({.operation = "CREATE", .after = fakes::Print('a')})),
            "jane@example.com changed the token of keptn/keptn-api-token with kubectl-edit: new token aaaaaaaa, none "
            "before");
  EXPECT_EQ(SentenceOf(chain.Decide({.operation = "DELETE", .before = fakes::Print('a')})),
            "jane@example.com deleted the token of keptn/keptn-api-token with kubectl-edit: token aaaaaaaa removed");
  EXPECT_EQ(SentenceOf(chain.Decide({.verdict = "error", .reason = "why"})),
            "jane@example.com tried to change the token of keptn/keptn-api-token with kubectl-edit, and was refused "
            "without a judgement: why");
  EXPECT_EQ(SentenceOf(chain.Decide({.changed = false, .dry_run = true, .known = false})),
            "jane@example.com wrote keptn/keptn-api-token with kubectl-edit (a dry run: nothing is stored) (the "
            "caller proved nothing): the token stays the same");
  EXPECT_EQ(SentenceOf(chain.Decide({.guarded = false})),
            "jane@example.com wrote keptn/keptn-api-token with kubectl-edit: not guarded");
  EXPECT_EQ(SentenceOf(chain.Lost(3)), "web/1 could not write 3 lines");
  EXPECT_EQ(SentenceOf(chain.Rotate("2026-11-25T09:00:00.000Z", "rollback", "done", "why", "back")),
            "rotation r1: goes back to the token before: why");
}

TEST(Describe, IsSafeToPrintAndShort) {
  for (const auto& name : fakes::HostileNames()) {
    for (const auto& line : fakes::Story(name, name)) {
      const auto sentence = SentenceOf(line);
      EXPECT_LT(sentence.size(), 1000U);
      for (const char c : sentence) {
        EXPECT_GE(static_cast<unsigned char>(c), ' ');
      }
    }
  }
}

}  // namespace
}  // namespace trail_report
