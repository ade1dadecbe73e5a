#include <gtest/gtest.h>

#include <algorithm>

#include "healthy.h"

namespace doctor {
namespace {

using testing::HasSubstr;

TEST(CheckInstallation, RefusesAKubernetesThatIsTooOld) {
  Healthy healthy;
  healthy.seen.server_version = "v1.29.3";
  EXPECT_THAT(healthy.Says("api-server"), HasSubstr("failure: kube-apiserver v1.29.3"));
}

TEST(CheckInstallation, ComparesTheClocks) {
  Healthy healthy;
  healthy.seen.server_now = healthy.seen.now + std::chrono::seconds(29);
  EXPECT_EQ(healthy.Says("clock"), "ok");
  healthy.seen.server_now = healthy.seen.now + std::chrono::seconds(90);
  EXPECT_EQ(healthy.Says("clock"), "warning: this clock is 90 s behind the API server's");
  healthy.seen.server_now = healthy.seen.now - std::chrono::hours(2);
  EXPECT_THAT(healthy.Says("clock"), HasSubstr("failure: this clock is 7200 s ahead of the API server's"));
  healthy.seen.server_now = std::nullopt;
  EXPECT_THAT(healthy.Says("clock"), HasSubstr("warning: not checked"));
}

TEST(CheckInstallation, NamesMissingParts) {
  Healthy healthy;
  for (auto& part : healthy.seen.parts) {
    part.found = base::Fail(base::Code::kNotFound, "");
  }
  EXPECT_EQ(healthy.Says("parts"),
            "failure: Service token-webhook does not exist: without it nothing works\n"
            "warning: PodDisruptionBudget token-webhook does not exist: without it drains hurt");
  healthy.seen.deployment->replicas = 1;
  EXPECT_EQ(healthy.Says("parts"), "failure: Service token-webhook does not exist: without it nothing works")
      << "the chart installs no PodDisruptionBudget for one pod";
}

TEST(CheckInstallation, FindsABindingThatDoesNotDeny) {
  Healthy healthy;
  healthy.seen.parts.push_back({"ValidatingAdmissionPolicyBinding b", false, "all may write", false});
  EXPECT_EQ(healthy.Says("parts"), "warning: ValidatingAdmissionPolicyBinding b does not deny: all may write");
}

TEST(CheckInstallation, CountsTheWebhooksPods) {
  Healthy healthy;
  healthy.seen.deployment->available = 1;
  EXPECT_THAT(healthy.Says("webhook"), HasSubstr("warning: 1 of 2 pods are ready"));
  healthy.seen.deployment->available = 0;
  EXPECT_THAT(healthy.Says("webhook"), HasSubstr("failure: 0 of 2 pods are ready"));
  healthy.seen.deployment = WebhookDeployment{"i", 1, 1, 1};
  EXPECT_THAT(healthy.Says("webhook"), HasSubstr("warning: 1 of 1 pods"));
  healthy.seen.deployment = base::Fail(base::Code::kNotFound, "");
  EXPECT_EQ(healthy.Says("webhook"), "failure: Deployment token-webhook in token-guard does not exist");
}

TEST(CheckInstallation, SendsToTheReplicaSetIfThereIsNoPod) {
  Healthy healthy;
  healthy.seen.deployment->available = 0;
  const auto remedy = [&] {
    const auto findings = Evaluate(healthy.seen, healthy.profile);
    return std::find_if(findings.begin(), findings.end(), [](const auto& f) { return f.check == "webhook"; })->remedy;
  };
  EXPECT_THAT(remedy(), HasSubstr("kubectl describe pods"));
  healthy.seen.pods->clear();
  EXPECT_THAT(remedy(), HasSubstr("kubectl describe replicasets"));
}

TEST(CheckInstallation, ComparesTheVersions) {
  Healthy healthy;
  healthy.seen.pods->front().version = "0.0.9";
  EXPECT_EQ(healthy.Says("version"), "warning: this program is 0.1.0, the webhook's pods are 0.0.9 and 0.1.0");
  for (auto& pod : *healthy.seen.pods) {
    pod.version = NotAsked();
  }
  EXPECT_THAT(healthy.Says("version"), HasSubstr("warning"));
  healthy.seen.in_cluster = false;
  EXPECT_EQ(healthy.Says("version"), "ok") << "pods are seldom reachable from a workstation";
}

}  // namespace
}  // namespace doctor
