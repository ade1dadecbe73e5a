// The pods of the namespace, listed once and then followed by a watch.
//
// A pod belongs to a Deployment if the chain of controller ownerReferences (pod, ReplicaSet, Deployment) says so by
// uid; labels are not used. One thread; everything borrowed.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "kube/client.h"
#include "ports/clock.h"

namespace rotation {

class PodInformer {
 public:
  PodInformer(kube::Client& client, ports::Clock& clock) : client_(client), clock_(clock) {}

  // Lists pods, and ReplicaSets if a pod's ReplicaSet is unknown. Does nothing if the list is current.
  base::Result<void> Load();
  // Lists anew.
  base::Result<void> Reload() {
    loaded_ = false;
    return Load();
  }
  // Waits for the next change, `wait` at most. If the watch ends or is silent for kSilence, the next Load lists again;
  // the watch goes on if the list agrees with it.
  base::Result<void> Wait(std::chrono::milliseconds wait);
  // Lists ReplicaSets if a ready pod's ReplicaSet is unknown.
  base::Result<void> RefreshOwners();
  // Marks a pod as terminating: it was deleted, and the watch has not reported that yet.
  void MarkDeleted(const std::string& uid);

  // By uid.
  [[nodiscard]] const std::map<std::string, kube::Pod>& Pods() const { return pods_; }
  // The Deployment of a pod; empty if the pod has none. Only a pod of a ReplicaSet has one: anyone who may create pods
  // can name a Deployment as the owner of a pod, and no controller checks that. A ReplicaSet keeps the pods that it
  // counts as its own, and no others.
  [[nodiscard]] kube::Owner DeploymentOf(const kube::Pod& pod) const;
  // The outermost known owner of a pod: its ReplicaSet's owner, else its own; empty for a bare pod, and for one
  // that names a Deployment.
  [[nodiscard]] kube::Owner OwnerOf(const kube::Pod& pod) const;

  // A watch reports nothing while nothing changes, and nothing if a middlebox has dropped the connection.
  static constexpr std::chrono::seconds kSilence{5};

 private:
  base::Result<void> ListReplicaSets();

  kube::Client& client_;
  ports::Clock& clock_;
  bool loaded_ = false;
  std::string version_;
  std::map<std::string, kube::Pod> pods_;
  std::map<std::string, kube::Owner> owners_;  // Of ReplicaSets, by uid; kept when a ReplicaSet is deleted.
  std::unique_ptr<kube::PodWatch> watch_;
  ports::Clock::MonotonicTime last_change_{};
};

}  // namespace rotation
