#include <gtest/gtest.h>

#include "healthy.h"

namespace doctor {
namespace {

using std::chrono::hours;
using testing::AllOf;
using testing::HasSubstr;

TEST(CheckRotation, LooksAtTheSecret) {
  Healthy healthy;
  healthy.seen.secret->data.at("keptn-api-token") = base::SecretBytes(std::string_view("weak"));
  EXPECT_THAT(healthy.Says("secret"), HasSubstr("warning: Secret keptn/keptn-api-token holds a token that the policy "
                                                "would refuse today ("));
  healthy.seen.secret->immutable = true;
  EXPECT_THAT(healthy.Says("secret"), HasSubstr("failure: Secret keptn/keptn-api-token is immutable"));
  healthy.seen.secret->data.clear();
  EXPECT_THAT(healthy.Says("secret"), HasSubstr("failure: Secret keptn/keptn-api-token has no token"));
  healthy.seen.secret = base::Fail(base::Code::kNotFound, "");
  EXPECT_EQ(healthy.Says("secret"), "failure: Secret keptn/keptn-api-token does not exist");
}

TEST(CheckRotation, NamesAnOwnerThatWouldRevertARotation) {
  Healthy healthy;
  healthy.seen.secret->labels = {{"app.kubernetes.io/managed-by", "Helm"}};
  EXPECT_EQ(healthy.Says("owner"), "ok");
  healthy.seen.secret->labels = {{"kustomize.toolkit.fluxcd.io/name", "x"}};
  EXPECT_EQ(healthy.Says("owner"), "failure: Flux owns the Secret and would revert a rotation");
}

TEST(CheckRotation, NamesMissingPermissions) {
  Healthy healthy;
  healthy.seen.permissions = Permissions{{{"patch", "", "secrets", "keptn-api-token"}, {"list", "", "pods"}}};
  EXPECT_EQ(
      healthy.Says("permissions"),
      "failure: the account system:serviceaccount:token-guard:token-rotator may not patch secrets/keptn-api-token "
      "in keptn and list pods in keptn");
  healthy.seen.permissions = base::Fail(base::Code::kDenied, "this account may not ask");
  EXPECT_EQ(healthy.Says("permissions"), "warning: not checked: this account may not ask");
}

TEST(CheckRotation, FindsARecordThatIsStuckOrUnusable) {
  Healthy healthy;
  auto& record = *healthy.seen.record;
  record.phase = rotation::Phase::kForward;
  record.id = "0123456789ab";
  record.started = Ago(std::chrono::minutes(10));
  EXPECT_EQ(healthy.Says("record"), "ok");
  record.started = Ago(hours(2));
  EXPECT_THAT(healthy.Says("record"),
              AllOf(HasSubstr("failure: rotation 0123456789ab began at"), HasSubstr("not ended")));
  record.id = "x";
  EXPECT_THAT(healthy.Says("record"), HasSubstr("failure: the record in Secret token-rotator-record describes"));
  record.phase = rotation::Phase::kIdle;
  record.failures = 1;
  EXPECT_EQ(healthy.Says("record"), "warning: the last rotation failed, 1 in a row");
  record.failures = 3;
  EXPECT_THAT(healthy.Says("record"), HasSubstr("failure: 3 rotations in a row have failed"));
  record.guards = "other/key";
  EXPECT_THAT(healthy.Says("record"), HasSubstr("failure: the record is about other/key"));
  healthy.seen.record = base::Fail(base::Code::kInvalid, "the record is not JSON");
  EXPECT_EQ(healthy.Says("record"), "failure: the record is not JSON");
  healthy.seen.record = base::Fail(base::Code::kNotFound, "");
  EXPECT_EQ(healthy.Says("record"), "failure: Secret token-rotator-record does not exist");
}

TEST(CheckRotation, ReadsTheTimesOfTheRetiredList) {
  Healthy healthy;
  healthy.seen.retired->rotated_at = Ago(hours(46 * 24));
  EXPECT_THAT(healthy.Says("last-rotation"), HasSubstr("warning: the last rotation was at"));
  healthy.seen.retired->rotated_at = Ago(-hours(2));
  EXPECT_THAT(healthy.Says("last-rotation"), HasSubstr("which is in the future"));
  healthy.seen.retired->rotated_at.clear();
  EXPECT_EQ(healthy.Says("last-rotation"), "ok") << "the Secret is young";
  healthy.seen.secret->created = Ago(hours(46 * 24));
  EXPECT_THAT(healthy.Says("last-rotation"), HasSubstr("warning: the token was never rotated"));
  healthy.seen.retired = base::Fail(base::Code::kInvalid, "not JSON");
  EXPECT_THAT(healthy.Says("last-rotation"), HasSubstr("failure: the list of retired tokens"));
}

TEST(CheckRotation, LooksAtTheCronJobs) {
  Healthy healthy;
  auto& seen = healthy.seen.cron_jobs.at("token-rotator");
  seen->successful = Ago(hours(25));
  EXPECT_THAT(healthy.Says("cron-job"), HasSubstr("failure: the run of CronJob token-rotator at"));
  seen->active = 1;
  EXPECT_EQ(healthy.Says("cron-job"), "ok");
  seen = CronJob{false, 0, Ago(hours(99)), Ago(std::chrono::minutes(10)), Ago(hours(24))};
  EXPECT_EQ(healthy.Says("cron-job"),
            "warning: the run of CronJob token-rotator at " + seen->scheduled + " has not succeeded yet");
  seen->suspended = true;
  EXPECT_EQ(healthy.Says("cron-job"), "warning: CronJob token-rotator is suspended: nothing rotates the token");
  seen = CronJob{false, 0, Ago(hours(1)), "", ""};
  EXPECT_EQ(healthy.Says("cron-job"), "ok") << "it waits for its first night";
  seen = CronJob{false, 0, Ago(hours(50)), "", ""};
  EXPECT_EQ(healthy.Says("cron-job"), "warning: CronJob token-rotator has never run: nothing rotates the token");
  seen = base::Fail(base::Code::kNotFound, "");
  healthy.seen.cron_jobs.at("token-certificates")->suspended = true;
  EXPECT_EQ(healthy.Says("cron-job"),
            "warning: CronJob token-certificates is suspended: nothing renews the certificate\n"
            "warning: CronJob token-rotator in token-guard does not exist");
}

}  // namespace
}  // namespace doctor
