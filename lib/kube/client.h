// What the rotator asks of Kubernetes, in domain words.
//
// Implementation: kube_http/api.h. One thread. Every call has a deadline of its own. Failures, by what to do:
// kNotFound, kDenied (the message names verb and object), kConflict (read again, decide again), kUnavailable (nothing
// was done: later), kUnknown (a write whose answer was lost: read before anything else), kInvalid (the request is
// refused for good; the message is the API server's sentence).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "token/profile.h"

namespace kube {

struct Secret {
  std::string name;
  std::string uid;
  std::string resource_version;
  std::string created;  // RFC 3339.
  bool immutable = false;
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;
  std::map<std::string, base::SecretBytes> data;  // Decoded.
};

struct Deployment {
  std::string name;
  std::string uid;
  bool paused = false;
  long generation = 0;
  long observed_generation = 0;
  long replicas = 0;          // Wanted.
  long status_replicas = 0;   // Existing, of any template.
  long updated_replicas = 0;  // Of the present template.
  long available_replicas = 0;
  std::string selector;           // "k=v,k2=v2".
  std::string template_rotation;  // The rotation's id in the pod template; empty if there is none.

  // As `kubectl rollout status` judges it.
  [[nodiscard]] bool RolledOut() const {
    return observed_generation >= generation && updated_replicas >= replicas && status_replicas <= updated_replicas &&
           available_replicas >= updated_replicas;
  }
};

struct Pod {
  std::string name;
  std::string ip;
  std::string owner_uid;  // Of its ReplicaSet.
  std::string rotation;   // The rotation's id in its annotations.
  bool ready = false;
  bool terminating = false;
};

struct ReplicaSet {
  std::string uid;
  std::string owner_uid;  // Of its Deployment.
};

// Changes of a Secret's data: a value to set, or null to remove the key.
using DataChange = std::map<std::string, std::optional<std::string_view>>;

class Client {
 public:
  virtual ~Client() = default;

  virtual base::Result<Secret> GetSecret(const std::string& name) = 0;
  // Only if the Secret still has this resourceVersion; else kConflict. A dry run is judged in full, by admission too.
  virtual base::Result<Secret> PatchSecret(const std::string& name, const std::string& resource_version,
                                           const DataChange& change, bool dry_run) = 0;
  virtual base::Result<Deployment> GetDeployment(const std::string& name) = 0;
  // Writes the rotation's id into the pod template; the same id twice restarts nothing. Empty takes it out.
  virtual base::Result<void> StampTemplate(const std::string& name, const std::string& rotation) = 0;
  virtual base::Result<std::vector<Pod>> ListPods(const std::string& selector) = 0;
  virtual base::Result<std::vector<ReplicaSet>> ListReplicaSets(const std::string& selector) = 0;
  // An Event about the Secret. Callers go on when it fails.
  virtual base::Result<void> CreateEvent(const Secret& about, const std::string& reason, const std::string& message,
                                         bool warning) = 0;
  // How many requests were sent so far.
  [[nodiscard]] virtual int Calls() const = 0;
};

// Asks one pod with one token, by its IP: no proxy, no redirect, nothing but the status.
class PodProbe {
 public:
  virtual ~PodProbe() = default;
  virtual base::Result<int> Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) = 0;
};

}  // namespace kube
