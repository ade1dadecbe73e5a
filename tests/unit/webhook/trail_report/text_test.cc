#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/audit_report.h"
#include "trail_report/formats.h"

namespace trail_report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ToText, ListsWhatHappened) {
  const auto text = ToText(fakes::MakeReport(fakes::Story()), false);
  EXPECT_THAT(text, HasSubstr("keptn/keptn-api-token  2026-11-25 08:00:00 to 2026-11-25 20:00:00 UTC\n\n"
                              "  Who last changed the token?    system:serviceaccount:token-guard:token-rotator\n"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "Changes  2\n"
          "  2026-11-25 11:00:01  changed     system:serviceaccount:token-guard:token-rotator  with "
          "token-rotator\n"
          "                       token dddddddd replaced by eeeeeeee, rotation r1, not confirmed by a later line\n"));
  EXPECT_THAT(text, HasSubstr("Refused  1\n"
                              "  2026-11-25 10:00:00  refused     jane@example.com  with kubectl-edit\n"
                              "                       trailing-newline: the token ends with a newline\n"));
  EXPECT_THAT(text, HasSubstr("Rotations  1\n  2026-11-25 11:00:00  rotated     20 seconds  r1\n"));
  EXPECT_THAT(text,
              HasSubstr("Edits that no review saw  1\n"
                        "  between 2026-11-25 10:00:00 and 2026-11-25 11:00:01: token bbbbbbbb became dddddddd\n"));
  EXPECT_THAT(text, Not(HasSubstr("\033")));
  EXPECT_THAT(ToText(fakes::MakeReport(fakes::Story()), true), HasSubstr("\033[1;31mrefused   \033[0m"));
}

TEST(ToText, EndsLongLists) {
  fakes::AuditChain chain("web/1");
  for (int i = 0; i < 30; ++i) {
    chain.Decide({.verdict = "denied", .uid = std::to_string(i)});
  }
  EXPECT_THAT(ToText(fakes::MakeReport(chain.lines), false), HasSubstr("Refused  30, the last 20 (-o csv has all)\n"));
}

TEST(ToText, PrintsNothingThatActsOnATerminal) {
  for (const auto& name : fakes::HostileNames()) {
    const auto text = ToText(fakes::MakeReport(fakes::Story(name, name)), false);
    for (const char c : text) {
      EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= ' ') << name.substr(0, 40);
    }
    EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
    EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xA8")));
    EXPECT_LT(text.size(), 8000U);
  }
}

}  // namespace
}  // namespace trail_report
