#include "trail_report/charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/audit_report.h"

namespace trail_report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t CountOf(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) {
    ++count;
  }
  return count;
}

TEST(TimelineChart, HasALaneForEachKind) {
  const auto chart = TimelineChart(fakes::MakeReport(fakes::Story()));
  for (const auto* lane :
       {"Changed by people: 1", "Changed by the rotator: 1", "Changed by others: 0", "Refused: 1", "Unseen edits: 1"}) {
    EXPECT_THAT(chart, HasSubstr(lane));
  }
  EXPECT_THAT(chart, HasSubstr("<title>2026-11-25 10:00:00 jane@example.com: trailing-newline</title>"));
}

TEST(TimelineChart, IsBounded) {
  fakes::AuditChain chain("web/1");
  for (int i = 0; i < 2000; ++i) {
    chain.Decide({.time = base::FormatTime(*base::ParseTime("2026-11-25T08:00:00Z") + std::chrono::seconds(20 * i)),
                  .verdict = "denied",
                  .uid = std::to_string(i)});
  }
  const auto chart = TimelineChart(fakes::MakeReport(chain.lines));
  EXPECT_LE(CountOf(chart, "<use"), kBins);
  EXPECT_THAT(chart, HasSubstr(" more</title>"));
}

TEST(AgeChart, FallsToZeroAtEachChange) {
  const auto chart = AgeChart(fakes::MakeReport(fakes::Story()));
  EXPECT_THAT(chart, HasSubstr("Age of the token, at most 8 hours"));
  EXPECT_THAT(chart, HasSubstr("points=\"0.00,100.00 83.33,"));
  EXPECT_EQ(CountOf(chart, ",100.00"), 6U);  // Three lives, in area and edge.
}

TEST(Charts, SurviveAnEmptyReportAndATimeInTheFuture) {
  fakes::AuditChain chain("web/1");
  chain.Open("2026-12-25T08:00:00.000Z");
  const auto report = fakes::MakeReport(chain.lines);
  EXPECT_THAT(TimelineChart(report) + AgeChart(report) + RefusalChart(report), Not(HasSubstr("nan")));
  EXPECT_EQ(RefusalChart(report), "");
}

}  // namespace
}  // namespace trail_report
