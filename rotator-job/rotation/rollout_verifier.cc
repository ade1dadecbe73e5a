#include "rotation/rollout_verifier.h"

#include <algorithm>

#include "rotation/consumer_pods.h"
#include "rotation/template_changes.h"

namespace rotation {
namespace {

// Between two observations if no pod changes: deadlines and the lock have to be checked.
constexpr std::chrono::milliseconds kObserve(500);
// Between two reads of a Deployment that is rolling out: others may scale or stamp it.
constexpr std::chrono::milliseconds kSlowRead(5000);
// Once all pods are ready the Deployment's status follows within moments: read after 100 ms, 200, 400, 400 …
constexpr std::chrono::milliseconds kFastRead(100);
constexpr std::chrono::milliseconds kMaxFastRead(400);
// For the proofs of one observation: the lock has to be renewed in between.
constexpr std::chrono::seconds kMaxProving(2);

// Whether the pod has read the phase's token. Times are RFC 3339 in whole seconds of one clock, the API server's, and
// compare as text; a pod created in the very second of the write may have read either token and counts as old.
bool IsFresh(const kube::Pod& pod, const kube::Deployment& deployment, const Record& record, const std::string& set) {
  return record.strategy == Strategy::kDeletePods ? pod.created > set : pod.rotation == deployment.template_rotation;
}

}  // namespace

void RolloutVerifier::IgnoreTerminatingPods() {
  for (const auto& pod : TerminatingPods(informer_, context_.profile)) {
    ignored_.insert(pod.uid);
    context_.log.Warning("pod was terminating before the rotation and is not waited for",
                         {{"pod", std::string_view(pod.name)}});
  }
}

void RolloutVerifier::Reset() {
  progress_.clear();
  proven_.clear();
  rolled_out_.reset();
  rejected_ = false;
}

base::Result<void> RolloutVerifier::ReadDeployment(const std::string& name, Progress& progress, bool soon) {
  auto deployment = context_.client.GetDeployment(name);
  if (!deployment) {
    return base::Fail(deployment.error());
  }
  progress.deployment = std::move(*deployment);
  progress.read_at = context_.clock.Monotonic() + (soon ? progress.pause : kSlowRead);
  progress.pause = soon ? std::min(progress.pause * 2, kMaxFastRead) : kFastRead;
  return {};
}

base::Result<kube::Deployment> RolloutVerifier::Deployment(const std::string& name) {
  Progress& progress = progress_[name];
  if (!progress.deployment) {
    if (auto read = ReadDeployment(name, progress, false); !read) {
      return base::Fail(read.error());
    }
  }
  return *progress.deployment;
}

bool RolloutVerifier::Progress::IsRestarted(const Record& record) const {
  if (stale && !restarted_again) {
    return false;
  }
  return record.strategy == Strategy::kDeletePods ? old.empty() : IsStampOfPhase(record, deployment->template_rotation);
}

bool RolloutVerifier::BelongsTo(const kube::Pod& pod, const Progress& progress) const {
  return !pod.ended && ignored_.count(pod.uid) == 0 && informer_.DeploymentOf(pod).uid == progress.deployment->uid;
}

void RolloutVerifier::CountPods(Progress& progress, const Record& record, const std::string& set) {
  progress.old.clear();
  progress.ready = progress.leaving = 0;
  for (const auto& [uid, pod] : informer_.Pods()) {
    if (!BelongsTo(pod, progress)) {
      continue;
    }
    const bool fresh = IsFresh(pod, *progress.deployment, record, set) && !pod.terminating;
    progress.ready += fresh && pod.ready ? 1 : 0;
    progress.leaving += fresh ? 0 : 1;
    if (!fresh && !pod.terminating) {
      progress.old.push_back(pod);
    }
  }
}

base::Result<ConsumerState> RolloutVerifier::Observe(const token::Consumer& consumer, const Record& record,
                                                     const std::string& set) {
  Progress& progress = progress_[consumer.deployment];
  if (progress.done) {
    return ConsumerState{true, true};  // A pod that starts later reads the live token.
  }
  base::Result<void> fresh = informer_.Load();
  fresh = fresh ? informer_.RefreshOwners() : std::move(fresh);
  if (fresh && !progress.deployment) {
    fresh = ReadDeployment(consumer.deployment, progress, false);
  }
  if (!fresh) {
    return base::Fail(fresh.error());
  }
  CountPods(progress, record, set);
  if (progress.refused || !progress.IsRestarted(record)) {
    return ConsumerState{false, false, false, progress.refused};
  }
  const bool proven = ProvePods(consumer, progress, record, set);
  if (auto observed = ObserveRollout(consumer.deployment, progress, record, set); !observed) {
    return base::Fail(observed.error());
  }
  const bool restarted = progress.IsRestarted(record);
  const bool verified = progress.rolled_out && proven && progress.ready >= progress.deployment->replicas && restarted;
  const bool drained = progress.leaving == 0;
  progress.done = verified && drained;
  return ConsumerState{restarted, verified && progress.old.empty(), drained};
}

base::Result<void> RolloutVerifier::ObserveRollout(const std::string& name, Progress& progress, const Record& record,
                                                   const std::string& set) {
  if (progress.rolled_out) {
    return {};
  }
  // The pods tell when a read is worthwhile; the Deployment's status decides.
  const bool replaced = progress.old.empty() && progress.ready >= progress.deployment->replicas;
  if (context_.clock.Monotonic() >= progress.read_at) {
    if (auto read = ReadDeployment(name, progress, replaced); !read) {
      return read;
    }
    CountPods(progress, record, set);
  }
  if (replaced && progress.IsRestarted(record) && progress.deployment->RolledOut()) {
    progress.rolled_out = true;
    rolled_out_ = context_.clock.Monotonic();
    context_.log.Info("rolled out", {{"deployment", std::string_view(name)}});
  }
  return {};
}

bool RolloutVerifier::ProvePods(const token::Consumer& consumer, Progress& progress, const Record& record,
                                const std::string& set) {
  const auto end = context_.clock.Monotonic() + kMaxProving;
  bool all = true;
  for (const auto& [uid, pod] : informer_.Pods()) {
    if (pod.terminating || !BelongsTo(pod, progress) || !IsFresh(pod, *progress.deployment, record, set)) {
      continue;
    }
    if (context_.clock.Monotonic() > end) {
      return false;
    }
    all = pod.ready && ProvePod(consumer, progress, record, pod) && all;
  }
  return all;
}

bool RolloutVerifier::ProvePod(const token::Consumer& consumer, Progress& progress, const Record& record,
                               const kube::Pod& pod) {
  if (!consumer.has_proof || proven_.count(pod.uid) != 0) {
    return true;
  }
  switch (probe_.Prove(pod, consumer.proof, record.Wanted(), record.Unwanted())) {
    case TokenProbe::Outcome::kProven:
      proven_.insert(pod.uid);
      return true;
    case TokenProbe::Outcome::kRejected:
      if (!progress.stale) {
        context_.log.Warning("pod has read another value than the live token", {{"pod", std::string_view(pod.name)}});
      }
      rejected_ = true;
      if (!progress.stale) {
        progress.MarkStale(record);
      }
      return false;
    case TokenProbe::Outcome::kUnknown:
      return false;
  }
  return false;
}

void RolloutVerifier::Progress::MarkStale(const Record& record) {
  stale = true;
  next_stamp = NextStamp(record, deployment->template_rotation);
  restarted_again = rolled_out = done = false;
}

void RolloutVerifier::RestartAgain(const Record& record, bool resumed) {
  for (auto& [name, progress] : progress_) {
    const std::string stamp = progress.deployment ? progress.deployment->template_rotation : "";
    // Before the first write of a rollback, a Deployment with an earlier id was never restarted.
    const bool restarted = resumed && record.phase == Phase::kRollback ? false : IsStampOfPhase(record, stamp);
    if (progress.deployment && !progress.refused && restarted) {
      progress.MarkStale(record);
    }
  }
}

base::Result<void> RolloutVerifier::DeletePods(const Progress& progress) {
  for (const auto& pod : progress.old) {
    if (auto gone = context_.client.DeletePod(pod, kube::Write::kReal); !gone) {
      return gone;
    }
    informer_.MarkDeleted(pod.uid);
  }
  return {};
}

base::Result<void> RolloutVerifier::Stamp(const std::string& name, Progress& progress, const Record& record) {
  auto stamped = context_.client.StampTemplate(name, progress.stale ? progress.next_stamp : StampOf(record, name),
                                               kube::Write::kReal);
  if (!stamped) {
    if (stamped.error().code == base::Code::kUnknown) {
      progress.deployment.reset();  // Read whether the write has arrived.
    }
    return base::Fail(WithOtherWebhook(stamped.error()));
  }
  progress.deployment = std::move(*stamped);
  return {};
}

base::Result<void> RolloutVerifier::Restart(const token::Consumer& consumer, const Record& record) {
  Progress& progress = progress_[consumer.deployment];
  if (!progress.deployment || progress.refused || progress.IsRestarted(record)) {
    return {};
  }
  auto restarted =
      record.strategy == Strategy::kDeletePods ? DeletePods(progress) : Stamp(consumer.deployment, progress, record);
  if (!restarted) {
    return restarted;
  }
  context_.log.Info("restarting", {{"deployment", std::string_view(consumer.deployment)}, {"again", progress.stale}});
  progress.restarted_again = progress.restarted_again || progress.stale;
  progress.pause = kFastRead;
  progress.read_at = context_.clock.Monotonic() + kSlowRead;
  return {};
}

base::Result<bool> RolloutVerifier::Wait() {
  const auto now = context_.clock.Monotonic();
  auto wait = kObserve;
  for (const auto& [name, progress] : progress_) {
    if (!progress.done && !progress.rolled_out) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(progress.read_at - now);
      wait = std::clamp(left, std::chrono::milliseconds(1), wait);
    }
  }
  if (auto waited = informer_.Wait(wait); !waited) {
    return base::Fail(waited.error());
  }
  for (auto& [name, progress] : progress_) {
    if (progress.deployment && !progress.rolled_out && progress.old.empty() &&
        progress.ready >= progress.deployment->replicas) {
      progress.read_at = std::min(progress.read_at, context_.clock.Monotonic() + progress.pause);
    }
  }
  return context_.clock.Sleep(std::chrono::milliseconds(0));
}

void RolloutVerifier::LogProgress() {
  long ready = 0;
  long wanted = 0;
  long leaving = 0;
  for (const auto& [name, progress] : progress_) {
    ready += progress.ready;
    leaving += progress.leaving;
    wanted += progress.deployment ? progress.deployment->replicas : 0;
  }
  std::string now = std::to_string(ready) + "/" + std::to_string(wanted) + "/" + std::to_string(leaving);
  if (now != logged_) {
    logged_ = std::move(now);
    context_.log.Info(
        "pods ready",
        {{"podsReady", std::int64_t{ready}}, {"podsWanted", std::int64_t{wanted}}, {"podsOld", std::int64_t{leaving}}});
  }
}

}  // namespace rotation
