#include "webhook/audit_app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/audit_report.h"
#include "testing/temporary_file.h"

// What the commands print is tested beside them; here, that the programs' files and outputs are at their ends.
namespace webhook {
namespace {

using testing::HasSubstr;

class AuditAppTest : public testing::Test {
 protected:
  std::string Output(const std::function<int()>& run, int code = 0) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    EXPECT_EQ(run(), code);
    const auto output = testing::internal::GetCapturedStdout();
    return output + testing::internal::GetCapturedStderr();
  }
  const fakes::TemporaryFile file{fakes::AuditChain::Joined(fakes::Story())};
  const std::string& log = file.path();
  const AuditHandlers handlers = MakeAuditHandlers(false);
};

TEST_F(AuditAppTest, ReadsFilesAndPrintsToStandardOutput) {
  EXPECT_THAT(Output([&] { return handlers.verify({{log}, "", ""}); }), HasSubstr("The log is whole.\n"));
  EXPECT_THAT(Output([&] { return handlers.report({{log}, {}, {}, ""}); }), HasSubstr("Changes  2\n"));
  EXPECT_THAT(Output([&] { return handlers.export_lines({{log}, {}}); }), HasSubstr("{\"@timestamp\":"));
}

TEST_F(AuditAppTest, PrintsErrorsAsSentences) {
  EXPECT_EQ(Output(
                [&] {
                  return handlers.verify({{"/none"}, "", ""});
                },
                2),
            "token-webhook: cannot read /none: No such file or directory\n");
  EXPECT_EQ(Output([&] { return handlers.follow({{"/none"}}); }, 2),
            "token-webhook: cannot read /none: No such file or directory\n");
  EXPECT_EQ(Output(
                [&] {
                  return handlers.find({{log}, "/none", "/none"});
                },
                2),
            "token-webhook: cannot read /none: No such file or directory\n");
}

}  // namespace
}  // namespace webhook
