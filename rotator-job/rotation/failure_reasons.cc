#include "rotation/failure_reasons.h"

#include <algorithm>

namespace rotation {
namespace {

bool IsAbout(const kube::Warning& warning, const kube::Deployment& deployment, const std::vector<kube::Pod>& pods) {
  if (warning.kind == "Pod") {
    return std::any_of(pods.begin(), pods.end(), [&](const kube::Pod& pod) { return pod.name == warning.name; });
  }
  // A ReplicaSet is named after its Deployment and a hash.
  return (warning.kind == "Deployment" && warning.name == deployment.name) ||
         (warning.kind == "ReplicaSet" && warning.name.rfind(deployment.name + "-", 0) == 0);
}

}  // namespace

std::vector<std::string> ExplainRollout(const kube::Deployment& deployment, const std::vector<kube::Pod>& pods,
                                        const std::vector<kube::Warning>& warnings) {
  std::vector<std::string> reasons;
  const auto add = [&](std::string reason) {
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
      reasons.push_back(std::move(reason));
    }
  };
  for (const auto& pod : pods) {
    for (const auto& problem : pod.problems) {
      add("pod " + pod.name + ": " + problem);
    }
  }
  if (deployment.paused) {
    add("Deployment " + deployment.name + " is paused: kubectl rollout resume deployment/" + deployment.name);
  }
  for (const auto& problem : deployment.problems) {
    add("Deployment " + deployment.name + ": " + problem);
  }
  for (const auto& warning : warnings) {
    if (IsAbout(warning, deployment, pods)) {
      add(warning.kind + " " + warning.name + ": " + warning.reason + ": " + warning.message);
    }
  }
  return reasons;
}

std::vector<std::string> FailureReasons(const Context& context, const PodInformer& informer, bool events) {
  constexpr std::size_t kMaxReasons = 6;
  std::vector<kube::Warning> warnings;
  if (auto listed = events ? context.client.ListWarnings("") : base::Result<std::vector<kube::Warning>>(); listed) {
    warnings = std::move(*listed);
  }
  std::vector<std::string> reasons;
  for (const auto& consumer : context.profile.consumers) {
    const auto deployment = context.client.GetDeployment(consumer.deployment);
    if (!deployment || deployment->RolledOut()) {
      continue;
    }
    std::vector<kube::Pod> pods;
    for (const auto& [uid, pod] : informer.Pods()) {
      if (!pod.ended && !pod.ready && !pod.terminating && informer.DeploymentOf(pod).uid == deployment->uid) {
        pods.push_back(pod);
      }
    }
    const auto more = ExplainRollout(*deployment, pods, warnings);
    reasons.insert(reasons.end(), more.begin(), more.end());
  }
  reasons.resize(std::min(reasons.size(), kMaxReasons));
  return reasons;
}

}  // namespace rotation
