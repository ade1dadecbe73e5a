#include "rotation/rollout_verifier.h"

#include <algorithm>

namespace rotation {
namespace {

constexpr const char* kAgain = "-again";  // Appended to the stamp where a pod has read a stale value.
// Between two looks where no watch says anything: deadlines and the lock have to be looked after.
constexpr std::chrono::milliseconds kLook(500);
// A Deployment that is rolling out is read this seldom at most: it may have been scaled or stamped by others.
constexpr std::chrono::milliseconds kSeldom(5000);
// Where all its pods are there, the status follows within moments: asked after 50 ms, 100, 200, 400, 400 …
constexpr std::chrono::milliseconds kSoon(50);
constexpr std::chrono::milliseconds kMostSoon(400);
// For proving in one look: the lock has to be renewed in between.
constexpr std::chrono::seconds kProvingTurn(2);

bool StampedBy(const std::string& stamp, const std::string& id) { return stamp.rfind(id, 0) == 0; }

}  // namespace

void Consumers::Forget() {
  seen_.clear();
  proven_.clear();
  ask_at_.clear();
  rolled_out_.reset();
  doubt_ = false;
}

base::Result<void> Consumers::ReadDeployment(const std::string& name, Seen& seen, bool soon) {
  auto deployment = client_.GetDeployment(name);
  if (!deployment) {
    return base::Fail(deployment.error());
  }
  seen.deployment = std::move(*deployment);
  seen.ask_at = clock_.Monotonic() + (soon ? seen.pause : kSeldom);
  seen.pause = soon ? std::min(seen.pause * 2, kMostSoon) : kSoon;
  return {};
}

base::Result<kube::Deployment> Consumers::Deployment(const std::string& name) {
  Seen& seen = seen_[name];
  if (!seen.deployment) {
    if (auto read = ReadDeployment(name, seen, false); !read) {
      return base::Fail(read.error());
    }
  }
  return *seen.deployment;
}

bool Consumers::IsStamped(const Seen& seen, const Record& record) const {
  if (seen.stale && !seen.again) {
    return false;
  }
  if (record.strategy == Strategy::kDeletePods) {
    return seen.old.empty();
  }
  const bool ours = StampedBy(seen.deployment->template_rotation, record.id);
  return record.phase == Phase::kForward ? ours : !ours || seen.again;
}

bool Consumers::IsFresh(const kube::Pod& pod, const Seen& seen, const Record& record, const std::string& set) {
  // RFC 3339 in whole seconds of one clock, the API server's: text compares as time does. A pod of the very second of
  // the write may have read either token and counts as old.
  return record.strategy == Strategy::kDeletePods ? pod.created > set
                                                  : pod.rotation == seen.deployment->template_rotation;
}

void Consumers::Count(Seen& seen, const Record& record, const std::string& set) {
  seen.old.clear();
  seen.ready = seen.leaving = 0;
  for (const auto& [uid, pod] : fleet.Pods()) {
    if (pod.ended || fleet.DeploymentOf(pod).uid != seen.deployment->uid) {
      continue;
    }
    const bool fresh = IsFresh(pod, seen, record, set) && !pod.terminating;
    seen.ready += fresh && pod.ready ? 1 : 0;
    seen.leaving += fresh ? 0 : 1;
    if (!fresh && !pod.terminating) {
      seen.old.push_back(pod);
    }
  }
}

base::Result<ConsumerState> Consumers::Look(const token::Consumer& consumer, const Record& record,
                                            const std::string& set) {
  Seen& seen = seen_[consumer.deployment];
  if (seen.done) {
    return ConsumerState{true, true};  // A pod that starts later reads the live token.
  }
  base::Result<void> fresh = fleet.Load();
  fresh = fresh ? fleet.KnowOwners() : std::move(fresh);
  if (fresh && !seen.deployment) {
    fresh = ReadDeployment(consumer.deployment, seen, false);
  }
  if (!fresh) {
    return base::Fail(fresh.error());
  }
  Count(seen, record, set);
  if (!IsStamped(seen, record)) {
    return ConsumerState{false, false};
  }
  const bool proven = ProvePods(consumer, seen, record, set);
  const bool replaced = seen.old.empty() && seen.ready >= seen.deployment->replicas;
  // The pods say when it is worth to ask; the Deployment has the last word.
  if (!seen.rolled_out && clock_.Monotonic() >= seen.ask_at) {
    if (auto read = ReadDeployment(consumer.deployment, seen, replaced); !read) {
      return base::Fail(read.error());
    }
    Count(seen, record, set);
  }
  if (!seen.rolled_out && replaced && IsStamped(seen, record) && seen.deployment->RolledOut()) {
    seen.rolled_out = true;
    rolled_out_ = clock_.Monotonic();
    log_.Info("rolled out", {{"deployment", std::string_view(consumer.deployment)}});
  }
  seen.done = seen.rolled_out && proven && seen.leaving == 0 && seen.ready >= seen.deployment->replicas &&
              IsStamped(seen, record);
  return ConsumerState{IsStamped(seen, record), seen.done};
}

bool Consumers::ProvePods(const token::Consumer& consumer, Seen& seen, const Record& record, const std::string& set) {
  const auto end = clock_.Monotonic() + kProvingTurn;
  bool all = true;
  for (const auto& [uid, pod] : fleet.Pods()) {
    if (pod.ended || pod.terminating || fleet.DeploymentOf(pod).uid != seen.deployment->uid ||
        !IsFresh(pod, seen, record, set)) {
      continue;
    }
    if (clock_.Monotonic() > end) {
      return false;
    }
    all = pod.ready && ProvePod(consumer, seen, record, pod) && all;
  }
  return all;
}

bool Consumers::ProvePod(const token::Consumer& consumer, Seen& seen, const Record& record, const kube::Pod& pod) {
  if (!consumer.has_proof || proven_.count(pod.uid) != 0) {
    return true;
  }
  if (clock_.Monotonic() < ask_at_[pod.uid]) {
    return false;
  }
  const token::Proof& proof = consumer.proof;
  ask_at_[pod.uid] = clock_.Monotonic() + std::chrono::milliseconds(proof.interval_ms);
  const bool forward = record.phase == Phase::kForward;
  const auto& opens = forward ? record.pending : record.previous;
  const auto& shut = forward ? record.previous : record.pending;
  // Where there was no token before, there is none to be let in with.
  const auto accepted = opens.Empty() ? base::Result<int>(proof.accepted) : probe_.Ask(pod.ip, proof, opens);
  if (!accepted) {
    log_.Info("a pod does not answer yet", {{"pod", std::string_view(pod.name)}});
    return false;
  }
  if (*accepted == proof.refused) {
    if (!seen.stale) {
      log_.Warning("a pod has read a stale value", {{"pod", std::string_view(pod.name)}});
    }
    seen.stale = doubt_ = true;
    return false;
  }
  if (*accepted != proof.accepted) {
    return false;  // The rate limit answers 429.
  }
  const auto refused = shut.Empty() ? base::Result<int>(proof.refused) : probe_.Ask(pod.ip, proof, shut);
  if (!refused || *refused != proof.refused) {
    return false;
  }
  proven_.insert(pod.uid);
  log_.Info("pod proven", {{"pod", std::string_view(pod.name)},
                           {"liveToken", std::int64_t{*accepted}},
                           {"deadToken", std::int64_t{*refused}}});
  return true;
}

base::Result<void> Consumers::Restart(const token::Consumer& consumer, const Record& record) {
  Seen& seen = seen_[consumer.deployment];
  if (!seen.deployment || IsStamped(seen, record)) {
    return {};
  }
  const bool again = seen.stale;
  if (record.strategy == Strategy::kDeletePods) {
    for (const auto& pod : seen.old) {
      if (auto gone = client_.DeletePod(pod); !gone) {
        return gone;
      }
      fleet.Leaves(pod.uid);
    }
  } else {
    const auto before = record.stamps.find(consumer.deployment);
    const std::string stamp = again                             ? record.id + kAgain
                              : record.phase == Phase::kForward ? record.id
                              : before == record.stamps.end()   ? ""
                                                                : before->second;
    auto stamped = client_.StampTemplate(consumer.deployment, stamp);
    if (!stamped) {
      seen.deployment.reset();  // Whether it has arrived, the Deployment says.
      return base::Fail(stamped.error());
    }
    seen.deployment = std::move(*stamped);
  }
  seen.again = seen.again || again;
  seen.pause = kSoon;
  seen.ask_at = clock_.Monotonic() + kSeldom;
  log_.Info("restarting", {{"deployment", std::string_view(consumer.deployment)}, {"again", again}});
  return {};
}

base::Result<bool> Consumers::Wait() {
  auto wait = kLook;
  for (const auto& [name, seen] : seen_) {
    if (!seen.done && !seen.rolled_out) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(seen.ask_at - clock_.Monotonic());
      wait = std::clamp(left, std::chrono::milliseconds(1), wait);
    }
  }
  if (auto waited = fleet.Wait(wait); !waited) {
    return base::Fail(waited.error());
  }
  for (auto& [name, seen] : seen_) {
    if (seen.deployment && !seen.rolled_out && seen.old.empty() && seen.ready >= seen.deployment->replicas) {
      seen.ask_at = std::min(seen.ask_at, clock_.Monotonic() + seen.pause);
    }
  }
  return clock_.Sleep(std::chrono::milliseconds(0));
}

void Consumers::ShowProgress() {
  long ready = 0;
  long wanted = 0;
  long leaving = 0;
  for (const auto& [name, seen] : seen_) {
    ready += seen.ready;
    leaving += seen.leaving;
    wanted += seen.deployment ? seen.deployment->replicas : 0;
  }
  std::string now = std::to_string(ready) + " of " + std::to_string(wanted) + ", " + std::to_string(leaving);
  if (now != shown_) {
    shown_ = std::move(now);
    log_.Info("pods ready",
              {{"ready", std::int64_t{ready}}, {"of", std::int64_t{wanted}}, {"old", std::int64_t{leaving}}});
  }
}

}  // namespace rotation
