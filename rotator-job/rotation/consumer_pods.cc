#include "rotation/consumer_pods.h"

#include <algorithm>

namespace rotation {
namespace {

// Appended to the rotation id for each further restart in a phase, so that the pod template changes again.
constexpr const char* kAgain = "-again";
constexpr const char* kRollbackAgain = "-rollback";

bool StartsWith(const std::string& text, const std::string& start) { return text.rfind(start, 0) == 0; }

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

std::vector<kube::Pod> ReadyPods(const PodInformer& informer, const std::string& deployment) {
  std::vector<kube::Pod> pods;
  for (const auto& [uid, pod] : informer.Pods()) {
    if (pod.ready && !pod.ended && !pod.terminating && informer.DeploymentOf(pod).name == deployment) {
      pods.push_back(pod);
    }
  }
  return pods;
}

std::vector<kube::Pod> TerminatingPods(const PodInformer& informer, const token::Profile& profile) {
  std::vector<kube::Pod> pods;
  for (const auto& [uid, pod] : informer.Pods()) {
    const std::string name = informer.DeploymentOf(pod).name;
    const bool of_consumer = std::any_of(profile.consumers.begin(), profile.consumers.end(),
                                         [&](const auto& consumer) { return consumer.deployment == name; });
    if (pod.terminating && !pod.ended && of_consumer) {
      pods.push_back(pod);
    }
  }
  return pods;
}

std::vector<std::string> UnprovenConsumers(const PodInformer& informer, const token::Profile& profile) {
  std::vector<std::string> names;
  for (const auto& consumer : profile.consumers) {
    if (consumer.has_proof && ReadyPods(informer, consumer.deployment).empty()) {
      names.push_back(consumer.deployment);
    }
  }
  return names;
}

std::string DescribeHoldings(const PodInformer& informer, const token::Profile& profile, const Record& record) {
  if (record.strategy == Strategy::kDeletePods) {
    return "";
  }
  std::string text;
  for (const auto& consumer : profile.consumers) {
    long with_new = 0;
    long with_previous = 0;
    for (const auto& [uid, pod] : informer.Pods()) {
      if (!pod.ended && !pod.terminating && informer.DeploymentOf(pod).name == consumer.deployment) {
        const bool holds_new = StartsWith(pod.rotation, record.id) && !EndsWith(pod.rotation, kRollbackAgain);
        ++(holds_new ? with_new : with_previous);
      }
    }
    text += (text.empty() ? "" : ", ") + consumer.deployment + ": " + std::to_string(with_new) +
            " pods with the new token and " + std::to_string(with_previous) + " with the previous one";
  }
  return text;
}

std::string StampOf(const Record& record, const std::string& deployment) {
  if (record.phase == Phase::kForward) {
    return record.id;
  }
  const auto before = record.stamps.find(deployment);
  return before == record.stamps.end() ? "" : before->second;
}

std::string NextStamp(const Record& record, const std::string& current) {
  constexpr std::size_t kMaxLength = 64;  // manifests/chart/templates/fence.yaml allows no longer one.
  const std::string suffix = record.phase == Phase::kForward ? kAgain : kRollbackAgain;
  const bool further =
      StartsWith(current, record.id) && EndsWith(current, suffix) && current.size() + suffix.size() <= kMaxLength;
  return (further ? current : record.id) + suffix;
}

bool IsStampOfPhase(const Record& record, const std::string& stamp) {
  const bool ours = StartsWith(stamp, record.id);
  return record.phase == Phase::kForward ? ours : !ours || EndsWith(stamp, kRollbackAgain);
}

std::string RestartCommand(const token::Profile& profile) {
  std::string command = "kubectl rollout restart -n " + profile.secret_namespace;
  for (const auto& consumer : profile.consumers) {
    command += " deployment/" + consumer.deployment;
  }
  return command;
}

}  // namespace rotation
