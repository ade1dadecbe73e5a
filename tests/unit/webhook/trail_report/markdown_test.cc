#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "testing/audit_report.h"
#include "trail_report/formats.h"

namespace trail_report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ToMarkdown, IsTables) {
  const auto text = ToMarkdown(fakes::MakeReport(fakes::Story()));
  EXPECT_THAT(text, HasSubstr("# keptn/keptn-api-token\n"));
  EXPECT_THAT(text, HasSubstr("| How old is the token? | **8 hours** | Since 2026-11-25 11:00:01 UTC. |\n"));
  EXPECT_THAT(text, HasSubstr("| 2026-11-25 10:00:00 | refused | jane\\@example.com | a person | kubectl-edit | "
                              "trailing-newline: the token ends with a newline |\n"));
  EXPECT_THAT(text, HasSubstr("| 2026-11-25 11:00:00 | rotated | 20 seconds | r1 |  |\n"));
}

TEST(MarkdownText, EscapesWhatMarkdownReads) {
  EXPECT_EQ(MarkdownText("a|b`c*d_e[f](http://x)<g>@h#1"), R"(a\|b\`c\*d\_e\[f\](http\://x)\<g\>\@h\#1)");
  EXPECT_EQ(MarkdownText("a\nb"), "a\\\\u000Ab");
}

TEST(ToMarkdown, KeepsItsRowsWhateverTheNames) {
  const auto plain = ToMarkdown(fakes::MakeReport(fakes::Story()));
  const auto lines = std::count(plain.begin(), plain.end(), '\n');
  for (const auto& name : fakes::HostileNames()) {
    const auto text = ToMarkdown(fakes::MakeReport(fakes::Story(name, name)));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), lines) << name.substr(0, 40);
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; ++at) {
      EXPECT_EQ(text[at - 1], '\\') << name.substr(0, 40);
    }
    EXPECT_THAT(text, Not(HasSubstr("\033")));
  }
}

}  // namespace
}  // namespace trail_report
