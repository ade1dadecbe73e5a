#include "rotator-job/options.h"

#include <gtest/gtest.h>

#include <sstream>

namespace rotator_job {
namespace {

class OptionsTest : public testing::Test {
 protected:
  int Run(const std::vector<std::string>& arguments) {
    auto program = CommandLine({[this](const RunOptions& options) { return run = options, 10; },
                                [this](const StatusOptions& options) { return status = options, 11; },
                                [this](const DoctorOptions& options) { return doctor = options, 12; },
                                [this](const CertificatesOptions& options) { return certs = options, 13; }});
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::Run(program, arguments, {[](const std::string&) { return std::nullopt; }, {}}, out, err);
    complaint = err.str().substr(0, err.str().find("; see"));
    return code;
  }
  RunOptions run;
  StatusOptions status;
  DoctorOptions doctor;
  CertificatesOptions certs;
  std::string complaint;
};

TEST_F(OptionsTest, BindsEachFlagOfARun) {
  ASSERT_EQ(
      Run({"rotate", "--max-age=30d", "--force", "--strategy=delete-pods", "--deadline=1", "--rollback-deadline=2",
           "--lock-timeout=3", "--dry-run", "--accept-owner", "--kubeconfig=k", "--context=c", "--profile-file=f",
           "--profile=p", "--namespace=n", "--keep-previous=2h", "--request-timeout=4", "-v"}),
      10);
  const auto& settings = run.settings;
  EXPECT_EQ(settings.max_age, std::chrono::hours(720));
  EXPECT_EQ(settings.strategy, rotation::Strategy::kDeletePods);
  EXPECT_EQ(settings.deadline, std::chrono::seconds(1));
  EXPECT_EQ(settings.rollback_deadline, std::chrono::seconds(2));
  EXPECT_EQ(settings.lock, std::chrono::seconds(3));
  EXPECT_EQ(settings.keep, std::chrono::hours(2));
  EXPECT_TRUE(settings.force && settings.dry_run && settings.accept_owner && !settings.rollback);
  EXPECT_EQ(run.cluster.kubeconfig + run.cluster.context + run.cluster.profile_file + run.cluster.profile, "kcfp");
  EXPECT_EQ(run.cluster.secret_namespace, "n");
  EXPECT_EQ(run.cluster.request_timeout, std::chrono::seconds(4));
  EXPECT_TRUE(run.cluster.verbose);
}

TEST_F(OptionsTest, TellsARollbackFromARotation) {
  ASSERT_EQ(Run({"rollback"}), 10);
  EXPECT_TRUE(run.settings.rollback);
  EXPECT_EQ(Run({"rollback", "--force"}), cli::kUsageError);
  EXPECT_EQ(complaint, "token-rotator: unrecognised option '--force'");
}

TEST_F(OptionsTest, BindsEachFlagOfStatus) {
  ASSERT_EQ(Run({"status", "-o", "json", "--max-age", "12h"}), 11);
  EXPECT_EQ(status.format, OutputFormat::kJson);
  EXPECT_EQ(status.settings.max_age, std::chrono::hours(12));
}

TEST_F(OptionsTest, BindsEachFlagOfTheDoctor) {
  ASSERT_EQ(Run({"doctor", "--wait", "2m", "-o", "json", "--kubeconfig", "k"}), 12);
  EXPECT_EQ(doctor.wait, std::chrono::minutes(2));
  EXPECT_EQ(doctor.format, OutputFormat::kJson);
  EXPECT_EQ(doctor.cluster.kubeconfig, "k");
}

TEST_F(OptionsTest, BindsEachFlagOfCerts) {
  ASSERT_EQ(Run({"certs", "--mode=existing", "--ca-file=f", "--renew", "--deadline=9", "--kubeconfig=k"}), 13);
  EXPECT_EQ(certs.settings.mode, certificates::Mode::kExisting);
  EXPECT_EQ(certs.ca_file + certs.cluster.kubeconfig, "fk");
  EXPECT_TRUE(certs.settings.renew);
  EXPECT_EQ(certs.settings.deadline, std::chrono::seconds(9));
  EXPECT_EQ(Run({"certs", "--ca-file=f"}), cli::kUsageError);
  EXPECT_EQ(complaint, "token-rotator: --ca-file needs --mode=existing");
}

TEST_F(OptionsTest, NamesTheFlagOfAWrongAge) {
  Run({"rotate", "--max-age", "soon"});
  EXPECT_EQ(complaint, "token-rotator: --max-age is 'soon': expected a number and s, m, h or d, for example 30d");
}

}  // namespace
}  // namespace rotator_job
