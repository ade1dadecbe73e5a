#include "rotation/failure_reasons.h"

#include <gtest/gtest.h>

namespace rotation {
namespace {

TEST(ExplainRollout, PutsThePodsFirstAndSaysNothingTwice) {
  kube::Deployment deployment;
  deployment.name = "api-service";
  deployment.problems = {"FailedCreate: exceeded quota"};
  kube::Pod pod;
  pod.name = "api-service-7d4f-x";
  pod.problems = {"Unschedulable: 0/1 nodes", "Unschedulable: 0/1 nodes"};
  const std::vector<kube::Warning> warnings = {{"ReplicaSet", "api-service-7d4f", "FailedCreate", "quota"},
                                               {"Deployment", "api-service", "Odd", "odd"},
                                               {"Pod", "api-service-7d4f-x", "Unhealthy", "probe failed"},
                                               {"Pod", "api-service-old", "Unhealthy", "another pod"},
                                               {"ReplicaSet", "bridge-1", "FailedCreate", "another Deployment"}};
  EXPECT_EQ(
      ExplainRollout(deployment, {pod}, warnings),
      (std::vector<std::string>{"pod api-service-7d4f-x: Unschedulable: 0/1 nodes",
                                "Deployment api-service: FailedCreate: exceeded quota",
                                "ReplicaSet api-service-7d4f: FailedCreate: quota", "Deployment api-service: Odd: odd",
                                "Pod api-service-7d4f-x: Unhealthy: probe failed"}));
}

TEST(ExplainRollout, SaysThatADeploymentIsPaused) {
  kube::Deployment deployment;
  deployment.name = "bridge";
  deployment.paused = true;
  EXPECT_EQ(ExplainRollout(deployment, {}, {}),
            (std::vector<std::string>{"Deployment bridge is paused: kubectl rollout resume deployment/bridge"}));
}

}  // namespace
}  // namespace rotation
