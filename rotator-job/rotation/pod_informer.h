// The pods of the namespace as they are now: listed once, then followed by a watch.
//
// One thread; everything borrowed. A pod belongs to a Deployment by the chain of controlling owners, never by a label.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kube/client.h"
#include "ports/clock.h"

namespace rotation {

class Fleet {
 public:
  Fleet(kube::Client& client, ports::Clock& clock) : client_(client), clock_(clock) {}

  // Lists, unless that has been done.
  base::Result<void> Load();
  // Waits for the next change, at most so long. A watch that ends or falls silent is made anew from a new list.
  base::Result<void> Wait(std::chrono::milliseconds most);
  // Lists the ReplicaSets again if a ready pod belongs to one that is not known.
  base::Result<void> KnowOwners();

  // A pod has been deleted: it is on its way out, though the watch has not said so yet.
  void Leaves(const std::string& uid);

  [[nodiscard]] const std::map<std::string, kube::Pod>& Pods() const { return pods_; }
  // The Deployment that a pod belongs to; its name and uid are empty where it belongs to none.
  [[nodiscard]] kube::Owner DeploymentOf(const kube::Pod& pod) const;

  // A watch says nothing while nothing happens, and nothing when a middlebox has swallowed it: after this, list anew.
  static constexpr std::chrono::seconds kSilence{5};

 private:
  base::Result<void> ListReplicaSets();

  kube::Client& client_;
  ports::Clock& clock_;
  bool loaded_ = false;
  std::string version_;
  std::map<std::string, kube::Pod> pods_;      // By uid.
  std::map<std::string, kube::Owner> owners_;  // Of ReplicaSets, by uid; kept when they are gone.
  std::unique_ptr<kube::PodWatch> watch_;
  ports::Clock::MonotonicTime heard_{};
};

}  // namespace rotation
