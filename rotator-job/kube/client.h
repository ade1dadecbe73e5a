// What the rotator asks of Kubernetes, in domain words.
//
// Implementation: kube_http/api.h. One thread. Every call has a deadline of its own. Failures, by what to do:
// kNotFound, kDenied (the message names verb and object), kConflict (read again, decide again), kUnavailable (nothing
// was done: later), kUnknown (a write whose answer was lost: read before anything else), kInvalid (the request is
// refused for good; the message is the API server's sentence).
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "token/profile.h"

namespace kube {

// A Secret by its names. An empty space is the client's own namespace.
struct SecretName {
  std::string name;
  std::string space{};
};

struct Secret {
  std::string name;
  std::string uid;
  std::string resource_version;
  std::string created;  // RFC 3339.
  std::string set;      // When this program last wrote it, by the API server's clock; RFC 3339, or empty.
  bool immutable = false;
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;
  std::set<std::string> managers;                 // All that have written it: field managers.
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
  std::string template_rotation;  // The rotation's id in the pod template; empty if there is none.

  // As `kubectl rollout status` judges it.
  [[nodiscard]] bool RolledOut() const {
    return observed_generation >= generation && updated_replicas >= replicas && status_replicas <= updated_replicas &&
           available_replicas >= updated_replicas;
  }
};

// What an object's controlling owner is; all empty where it has none.
struct Owner {
  std::string kind;
  std::string name;
  std::string uid;
};

struct Pod {
  std::string name;
  std::string uid;
  std::string ip;
  std::string created;   // RFC 3339.
  std::string rotation;  // The rotation's id in its annotations.
  Owner owner;
  bool ready = false;
  bool terminating = false;
  bool ended = false;             // Succeeded or failed: it answers nothing more.
  std::set<std::string> secrets;  // The Secrets that its containers, init containers included, or volumes read.
};

struct PodList {
  std::vector<Pod> pods;
  std::string version;  // To watch from.
};

struct PodChange {
  Pod pod;
  bool gone = false;
};

// Changes of pods as they happen. Ends by an error: then list anew.
class PodWatch {
 public:
  virtual ~PodWatch() = default;
  // What has changed, as soon as something has; nothing after `wait`.
  virtual base::Result<std::vector<PodChange>> Next(std::chrono::milliseconds wait) = 0;
};

struct ReplicaSet {
  std::string uid;
  Owner owner;
};

// What an Event is about.
struct Subject {
  std::string api_version;
  std::string kind;
  std::string name;
  std::string uid;
};

// A thing that one may or may not do. An empty name is any object of the resource, an empty space the client's
// namespace.
struct Permission {
  std::string verb;
  std::string group;  // Empty for the core group.
  std::string resource;
  std::string name{};
  std::string space{};
};

// What the account may do in one namespace, as the API server lists it.
struct Rules {
  struct Rule {
    std::set<std::string> verbs, groups, resources, names;  // "*" is all; no name is every name.
  };
  std::vector<Rule> rules;

  [[nodiscard]] bool Allow(const Permission& permission) const;
};

// Changes of a Secret's data: a value to set, or null to remove the key.
using DataChange = std::map<std::string, std::optional<std::string_view>>;

class Client {
 public:
  virtual ~Client() = default;

  // What this account may do in a namespace; empty is the client's own. The list may be incomplete where an authorizer
  // cannot list: MayI then has the last word.
  virtual base::Result<Rules> ListRules(const std::string& space) = 0;
  virtual base::Result<bool> MayI(const Permission& permission) = 0;

  virtual base::Result<Secret> GetSecret(const SecretName& name) = 0;
  // Only if the Secret still has this resourceVersion; else kConflict. A dry run is judged in full, by admission too.
  virtual base::Result<Secret> PatchSecret(const SecretName& name, const std::string& resource_version,
                                           const DataChange& change, bool dry_run) = 0;
  virtual base::Result<Deployment> GetDeployment(const std::string& name) = 0;
  // Writes the rotation's id into the pod template; the same id twice restarts nothing. Empty takes it out.
  virtual base::Result<Deployment> StampTemplate(const std::string& name, const std::string& rotation) = 0;
  // All pods of the namespace.
  virtual base::Result<PodList> ListPods() = 0;
  virtual base::Result<std::unique_ptr<PodWatch>> WatchPods(const std::string& version) = 0;
  // A pod that is gone already is no error.
  virtual base::Result<void> DeletePod(const Pod& pod) = 0;
  virtual base::Result<std::vector<ReplicaSet>> ListReplicaSets() = 0;
  // Callers go on when it fails.
  virtual base::Result<void> CreateEvent(const Subject& about, const std::string& reason, const std::string& message,
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
