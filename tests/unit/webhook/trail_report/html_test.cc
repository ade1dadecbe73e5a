#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "testing/audit_report.h"
#include "trail_report/formats.h"

// How browsers render the page is tested with one: tests/component/test_audit_page.py.
namespace trail_report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ToHtml, NeedsNothingElse) {
  const auto page = ToHtml(fakes::MakeReport(fakes::Story()));
  for (const auto* part :
       {"<!DOCTYPE html>", "default-src 'none'; style-src 'unsafe-inline'", "<h1><bdi>keptn/keptn-api-token</bdi></h1>",
        "prefers-color-scheme: dark", "@media print", "<h2>How old is the token?</h2><p><bdi>8 hours</bdi></p>",
        "<bdi>trailing-newline: the token ends with a newline</bdi>", "Edits that no review saw <small>1</small>"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
  for (const auto* part : {"<script", "src=", "http:", "https:", "url(", "@import", "<link", "onload"}) {
    EXPECT_THAT(page, Not(HasSubstr(part))) << part;
  }
}

TEST(ToHtml, HasTheSameElementsWhateverTheNames) {
  const auto elements = [](const std::string& page) { return std::count(page.begin(), page.end(), '<'); };
  const auto plain = elements(ToHtml(fakes::MakeReport(fakes::Story())));
  for (const auto& name : fakes::HostileNames()) {
    const auto page = ToHtml(fakes::MakeReport(fakes::Story(name, name)));
    EXPECT_EQ(elements(page), plain) << name.substr(0, 40);
    EXPECT_THAT(page, Not(HasSubstr("\033")));
    EXPECT_THAT(page, Not(HasSubstr("\xE2\x80\xAE")));
    EXPECT_LT(page.size(), 60'000U);
  }
}

TEST(HtmlText, EscapesWhatHtmlReads) {
  EXPECT_EQ(HtmlText("<a href=\"x\" b='y'>&"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
}

TEST(ToHtml, StaysShortForALongLog) {
  fakes::AuditChain chain("web/1");
  for (int i = 0; i < 3000; ++i) {
    chain.Decide({.verdict = "denied", .uid = std::to_string(i)});
  }
  const auto page = ToHtml(fakes::MakeReport(chain.lines));
  EXPECT_THAT(page, HasSubstr("Refused <small>3,000, the last 200</small>"));
  EXPECT_LT(page.size(), 120'000U);
}

}  // namespace
}  // namespace trail_report
