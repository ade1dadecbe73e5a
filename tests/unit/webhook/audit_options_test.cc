#include "webhook/audit_options.h"

#include <gtest/gtest.h>

#include <sstream>

namespace webhook {
namespace {

class AuditOptionsTest : public testing::Test {
 protected:
  int Run(const std::vector<std::string>& arguments) {
    cli::Program program{"token-webhook", "1", "judges", {}, {}};
    AddAuditCommands(program, {[this](const AuditVerifyOptions& options) { return verify = options, 20; },
                               [this](const AuditReportOptions& options) { return report = options, 21; },
                               [this](const AuditFollowOptions& options) { return follow = options, 22; },
                               [this](const AuditFindOptions& options) { return find = options, 23; },
                               [this](const AuditExportOptions& options) { return exported = options, 24; }});
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::Run(program, arguments, {[](const std::string&) { return std::nullopt; }, {}}, out, err);
    complaint = err.str().substr(0, err.str().find("; see"));
    return code;
  }
  AuditVerifyOptions verify;
  AuditReportOptions report;
  AuditFollowOptions follow;
  AuditFindOptions find;
  AuditExportOptions exported;
  std::string complaint;
};

TEST_F(AuditOptionsTest, BindsEachFlag) {
  ASSERT_EQ(Run({"audit", "verify", "--checkpoint=c", "--kubernetes-audit=k", "a", "-"}), 20);
  EXPECT_EQ(verify.checkpoint + verify.kubernetes_audit, "ck");
  EXPECT_EQ(verify.files, (std::vector<std::string>{"a", "-"}));
  ASSERT_EQ(Run({"audit", "report", "--since=30d", "-o", "csv", "--html=h"}), 21);
  EXPECT_EQ(report.since, std::chrono::hours(720));
  EXPECT_EQ(report.format, audit_commands::ReportFormat::kCsv);
  EXPECT_EQ(report.html, "h");
  ASSERT_EQ(Run({"audit", "follow", "f"}), 22);
  EXPECT_EQ(follow.files, std::vector<std::string>{"f"});
  ASSERT_EQ(Run({"audit", "find", "--token-file=-", "--key-file=k", "log"}), 23);
  EXPECT_EQ(find.token_file + find.key_file, "-k");
  ASSERT_EQ(Run({"audit", "export", "-o", "ocsf"}), 24);
  EXPECT_EQ(exported.format, audit_commands::ExportFormat::kOcsf);
}

TEST_F(AuditOptionsTest, SaysWhatIsMissing) {
  EXPECT_EQ(Run({"audit", "find", "--token-file=t"}), cli::kUsageError);
  EXPECT_EQ(complaint, "token-webhook: audit find needs --token-file FILE and --key-file FILE");
  EXPECT_EQ(Run({"audit", "find", "--token-file=-", "--key-file=k"}), cli::kUsageError);
  EXPECT_EQ(complaint, "token-webhook: standard input can be only one of the log, the token and the key");
  EXPECT_EQ(Run({"audit", "follow", "a", "b"}), cli::kUsageError);
  EXPECT_EQ(complaint, "token-webhook: audit follow follows one file");
  EXPECT_EQ(Run({"audit", "report", "--since=soon"}), cli::kUsageError);
}

}  // namespace
}  // namespace webhook
