#include "audit_commands/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/audit_report.h"
#include "testing/fake_streams.h"
#include "testing/fakes.h"

namespace audit_commands {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ReportTest : public testing::Test {
 protected:
  ReportTest() {
    streams.files["-"] = fakes::AuditChain::Joined(fakes::Story());
    clock.SetNow(*base::ParseTime("2026-11-25T20:00:00Z"));
  }
  // With what was printed at once in the outcome's output.
  Outcome Run(const ReportRequest& request) {
    std::string printed;
    const auto print = [&](const std::string& part) { return !printed.append(part).empty(); };
    auto outcome = Report({streams, clock, {}, print}, request);
    outcome.output = printed + outcome.output;
    return outcome;
  }
  fakes::FakeStreams streams;
  fakes::FakeClock clock;
};

TEST_F(ReportTest, WritesEachFormat) {
  for (const auto& [format, beginning] :
       {std::pair(ReportFormat::kText, "keptn/keptn-api-token  2026"), std::pair(ReportFormat::kJson, "{\"now\":"),
        std::pair(ReportFormat::kCsv, "\"time\","), std::pair(ReportFormat::kMarkdown, "# keptn")}) {
    const auto outcome = Run({{}, {}, format, "", false});
    EXPECT_EQ(outcome.exit_code, kWhole);
    EXPECT_EQ(outcome.errors, "");
    EXPECT_THAT(outcome.output, StartsWith(beginning));
  }
}

TEST_F(ReportTest, WritesThePageToItsFile) {
  EXPECT_EQ(Run({{}, {}, ReportFormat::kText, "page", false}).output, "");
  EXPECT_THAT(streams.files["page"], StartsWith("<!DOCTYPE html>"));
  streams.refused = "full";
  const auto outcome = Run({{}, {}, ReportFormat::kText, "full", false});
  EXPECT_EQ(outcome.exit_code, kUnreadable);
  EXPECT_EQ(outcome.errors, "cannot write full: No space left on device\n");
}

TEST_F(ReportTest, ListsWhatIsRecent) {
  EXPECT_THAT(Run({{}, std::chrono::hours(1), ReportFormat::kText, "", false}).output, HasSubstr("Changes  0\n"));
}

TEST_F(ReportTest, SaysWhatItCannotRead) {
  EXPECT_EQ(Run({{"none"}, {}, ReportFormat::kText, "", false}).errors,
            "cannot read none: No such file or directory\n");
  streams.files["-"] += "{\"version\":2,\"to";
  EXPECT_THAT(Run({{}, {}, ReportFormat::kText, "", false}).errors, HasSubstr("1 line is torn"));
}

}  // namespace
}  // namespace audit_commands
