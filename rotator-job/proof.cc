// Rotation, looking at the consumers: what is restarted, and what is proven.
#include "rotator/rotation.h"

namespace rotator {
namespace {

constexpr const char* kAgain = "-again";  // Appended to the stamp where a pod has read a stale value.

}  // namespace

base::Result<ConsumerState> Rotation::LookAt(const token::Consumer& consumer) {
  if (done_.count(consumer.deployment) != 0) {
    return ConsumerState{true, true};  // A pod that starts later reads the live token.
  }
  auto deployment = client_.GetDeployment(consumer.deployment);
  if (!deployment) {
    return base::Fail(deployment.error());
  }
  ConsumerState state;
  const std::string& stamp = deployment->template_rotation;
  const bool ours = stamp.rfind(record_.id, 0) == 0;
  state.stamped = record_.phase == Phase::kForward ? ours : !ours || restamped_.count(consumer.deployment) != 0;
  if (state.stamped && deployment->RolledOut()) {
    auto proven = ProvePods(consumer, *deployment);
    if (!proven) {
      return base::Fail(proven.error());
    }
    state.proven = *proven;
    if (*proven) {
      done_.insert(consumer.deployment);
    }
  }
  deployments_[consumer.deployment] = std::move(*deployment);
  return state;
}

base::Result<bool> Rotation::ProvePods(const token::Consumer& consumer, const kube::Deployment& deployment) {
  auto pods = client_.ListPods(deployment.selector);
  auto sets = pods ? client_.ListReplicaSets(deployment.selector) : base::Fail(pods.error());
  if (!sets) {
    return base::Fail(sets.error());
  }
  // Never on the word of a label: a pod counts if its ReplicaSet is the Deployment's.
  std::set<std::string> owned;
  for (const auto& set : *sets) {
    if (set.owner_uid == deployment.uid) {
      owned.insert(set.uid);
    }
  }
  bool all = true;
  long ready = 0;
  for (const auto& pod : *pods) {
    if (owned.count(pod.owner_uid) == 0) {
      continue;
    }
    if (pod.rotation != deployment.template_rotation || pod.terminating) {
      all = false;  // Of an earlier template, or on its way out: it may still answer to the other token.
      continue;
    }
    ready += pod.ready ? 1 : 0;
    all = all && pod.ready && (!consumer.has_proof || ProvePod(consumer, pod));
  }
  return all && ready >= deployment.replicas;
}

bool Rotation::ProvePod(const token::Consumer& consumer, const kube::Pod& pod) {
  if (proven_.count(pod.name) != 0) {
    return true;
  }
  const bool forward = record_.phase == Phase::kForward;
  const auto& opens = forward ? record_.pending : record_.previous;
  const auto& shut = forward ? record_.previous : record_.pending;
  const auto accepted = probe_.Ask(pod.ip, consumer.proof, opens);
  if (!accepted) {
    log_.Info("a pod does not answer yet", {{"pod", std::string_view(pod.name)}});
    return false;
  }
  if (*accepted == consumer.proof.refused && restamped_.insert(consumer.deployment).second) {
    log_.Warning("a pod has read a stale value and is restarted once more", {{"pod", std::string_view(pod.name)}});
    [[maybe_unused]] const auto again = client_.StampTemplate(consumer.deployment, record_.id + kAgain);
    return false;
  }
  if (*accepted != consumer.proof.accepted) {
    clock_.Sleep(std::chrono::milliseconds(consumer.proof.interval_ms));  // The rate limit answers 429.
    return false;
  }
  const auto refused =
      shut.Empty() ? base::Result<int>(consumer.proof.refused) : probe_.Ask(pod.ip, consumer.proof, shut);
  if (!refused || *refused != consumer.proof.refused) {
    clock_.Sleep(std::chrono::milliseconds(consumer.proof.interval_ms));
    return false;
  }
  proven_.insert(pod.name);
  log_.Info("pod proven", {{"pod", std::string_view(pod.name)},
                           {"liveToken", std::int64_t{*accepted}},
                           {"deadToken", std::int64_t{*refused}}});
  return true;
}

}  // namespace rotator
