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
          "jane@example.com changed the token of keptn/keptn-api-token with kubectl-edit: token aaaaaaaa to "
          "bbbbbbbb; warned: double-encoded",
          "jane@example.com was refused a write of keptn/keptn-api-token with kubectl-edit: trailing-newline: the "
          "token ends with a newline",
          "system:serviceaccount:token-guard:token-rotator changed the token of keptn/keptn-api-token with "
          "token-rotator: token dddddddd to eeeeeeee, rotation r1",
          "web-1/0123456789abcdef was stopped", "rotation r1: begins, to replace - by token -",
          "rotation r1: ended: rotated"}));
}

TEST(Describe, SaysWhatIsUnusual) {
  fakes::AuditChain chain("web/1");
  EXPECT_EQ(SentenceOf(chain.Decide({.operation = "DELETE"})),
            "jane@example.com deleted the token of keptn/keptn-api-token with kubectl-edit: token - to -");
  EXPECT_EQ(SentenceOf(chain.Decide({.changed = false, .dry_run = true, .known = false})),
            "jane@example.com wrote keptn/keptn-api-token with kubectl-edit, as a dry run, by a caller that proved "
            "nothing: the token stays");
  EXPECT_EQ(SentenceOf(chain.Decide({.guarded = false})),
            "jane@example.com wrote keptn/keptn-api-token with kubectl-edit: not guarded");
  EXPECT_EQ(SentenceOf(chain.Lost(3)), "web/1 could not write 3 lines");
  EXPECT_EQ(SentenceOf(chain.Rotate("2026-11-25T09:00:00.000Z", "rollback", "done", "why", "back")),
            "rotation r1: rolls back: why");
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
