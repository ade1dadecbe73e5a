#include "rotation/pod_informer.h"

#include <algorithm>
#include <utility>

namespace rotation {
namespace {

constexpr const char* kDeployment = "Deployment";

bool IsOfReplicaSet(const kube::Pod& pod) { return pod.owner.kind == "ReplicaSet"; }

}  // namespace

base::Result<void> PodInformer::Load() {
  if (loaded_) {
    return {};
  }
  auto list = client_.ListPods();
  if (!list) {
    watch_.reset();
    return base::Fail(list.error());
  }
  std::map<std::string, kube::Pod> pods;
  for (auto& pod : list->pods) {
    std::string uid = pod.uid;
    pods.emplace(std::move(uid), std::move(pod));
  }
  if (pods != pods_) {  // Else the watch was silent because nothing had changed.
    watch_.reset();
  }
  pods_ = std::move(pods);
  version_ = list->version;
  last_change_ = clock_.Monotonic();
  loaded_ = true;
  const bool unknown = std::any_of(pods_.begin(), pods_.end(), [&](const auto& entry) {
    return IsOfReplicaSet(entry.second) && owners_.count(entry.second.owner.uid) == 0;
  });
  return unknown ? ListReplicaSets() : base::Result<void>();
}

base::Result<void> PodInformer::ListReplicaSets() {
  auto sets = client_.ListReplicaSets();
  if (!sets) {
    loaded_ = false;
    return base::Fail(sets.error());
  }
  for (auto& set : *sets) {
    owners_[set.uid] = std::move(set.owner);
  }
  return {};
}

base::Result<void> PodInformer::RefreshOwners() {
  const bool unknown = std::any_of(pods_.begin(), pods_.end(), [&](const auto& entry) {
    const kube::Pod& pod = entry.second;
    return IsOfReplicaSet(pod) && pod.ready && owners_.count(pod.owner.uid) == 0;
  });
  return unknown ? ListReplicaSets() : base::Result<void>();
}

base::Result<void> PodInformer::Wait(std::chrono::milliseconds wait) {
  if (auto loaded = Load(); !loaded) {
    return loaded;
  }
  if (!watch_) {
    auto watch = client_.WatchPods(version_);
    if (!watch) {
      loaded_ = false;
      return base::Fail(watch.error());
    }
    watch_ = std::move(*watch);
    last_change_ = clock_.Monotonic();
  }
  auto changes = watch_->Next(wait);
  if (!changes) {
    watch_.reset();
    loaded_ = false;
    return base::Fail(changes.error());
  }
  const auto now = clock_.Monotonic();
  loaded_ = !changes->empty() || now - last_change_ < kSilence;
  last_change_ = changes->empty() ? last_change_ : now;
  for (auto& change : *changes) {
    if (change.gone) {
      pods_.erase(change.pod.uid);
    } else if (!change.pod.uid.empty()) {
      std::string uid = change.pod.uid;
      pods_[uid] = std::move(change.pod);
    }
  }
  return {};
}

void PodInformer::MarkDeleted(const std::string& uid) {
  if (const auto found = pods_.find(uid); found != pods_.end()) {
    found->second.terminating = true;
  }
}

kube::Owner PodInformer::OwnerOf(const kube::Pod& pod) const {
  const auto found = IsOfReplicaSet(pod) ? owners_.find(pod.owner.uid) : owners_.end();
  if (found != owners_.end() && !found->second.uid.empty()) {
    return found->second;
  }
  return pod.owner.kind == kDeployment ? kube::Owner{} : pod.owner;
}

kube::Owner PodInformer::DeploymentOf(const kube::Pod& pod) const {
  const auto found = IsOfReplicaSet(pod) ? owners_.find(pod.owner.uid) : owners_.end();
  return found != owners_.end() && found->second.kind == kDeployment ? found->second : kube::Owner{};
}

}  // namespace rotation
