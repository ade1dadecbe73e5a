// The Kubernetes API as the rotator needs it, in domain words.
//
// Implementations: kube_http::Api, and fakes::FakeCluster for unit tests; one contract suite (tests/contract) runs on
// both. One thread. Every call has its own deadline. Failures, by what the caller should do:
//   kUnavailable  nothing was done (no connection, 429, a failed read): retry
//   kConflict     the object has changed (409): read and decide again
//   kUnknown      the answer to a write was lost (timeout, reset, 5xx): read before anything else
//   kNotFound     404
//   kDenied       401, 403: RBAC or an admission controller refuses; the message is the API server's sentence
//   kInvalid      any other 4xx: a retry changes nothing; the message is the API server's sentence
// Every message names verb and object. No message holds a value of a Secret.
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

// An empty namespace means the client's own.
struct SecretName {
  std::string name;
  std::string ns{};
};

// The controller of an object (metadata.ownerReferences, controller: true); all fields are empty if there is none.
struct Owner {
  std::string kind;
  std::string name;
  std::string uid;

  bool operator==(const Owner&) const = default;
};

struct Secret {
  std::string name;
  std::string uid;
  std::string resource_version;
  std::string created;  // RFC 3339.
  std::string set;      // When this program last wrote it, by the API server's clock; RFC 3339, or empty.
  bool immutable = false;
  Owner owner;
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;
  std::set<std::string> managers;                 // Field managers of all writes.
  std::map<std::string, std::string> writers;     // Key of `data` -> field manager that wrote it last.
  std::map<std::string, std::string> written;     // Key of `data` -> when; RFC 3339, by the API server's clock.
  std::map<std::string, base::SecretBytes> data;  // Decoded.
};

// Secret -> the keys that a pod reads of it, as environment or files. "*" means every key.
using SecretReferences = std::map<std::string, std::set<std::string>>;

struct Deployment {
  std::string name;
  std::string uid;
  bool paused = false;
  bool recreate = false;  // strategy Recreate: all old pods end before a new one starts.
  long generation = 0;
  long observed_generation = 0;
  long replicas = 0;          // Wanted.
  long status_replicas = 0;   // Existing, of any template; terminating pods are not counted.
  long updated_replicas = 0;  // Of the current template.
  long available_replicas = 0;
  std::chrono::seconds min_ready{0};           // minReadySeconds.
  std::chrono::seconds progress{600};          // progressDeadlineSeconds.
  std::chrono::seconds termination_grace{30};  // terminationGracePeriodSeconds of the pod template.
  std::string template_rotation;               // The rotation id in the pod template; empty if there is none.
  SecretReferences secrets;                    // What the pod template reads.
  // Every field of the pod template but the rotation id: its path ("spec.containers[api-service].image") and a hash of
  // its value, since a value may be a person's secret. A map or a list has a path of its own.
  std::map<std::string, std::size_t> pod_template{};
  std::vector<std::string> problems;  // Conditions that say why it makes no progress: "ReplicaFailure: …".

  // The condition that `kubectl rollout status` waits for.
  [[nodiscard]] bool RolledOut() const {
    return observed_generation >= generation && updated_replicas >= replicas && status_replicas <= updated_replicas &&
           available_replicas >= updated_replicas;
  }
};

struct Pod {
  std::string name;
  std::string uid;
  std::string ip;
  std::string created;   // RFC 3339.
  std::string rotation;  // The rotation id in its annotations.
  Owner owner;
  bool ready = false;
  bool terminating = false;  // Deleted, but not gone: no endpoint of a Service.
  bool ended = false;        // Succeeded or Failed: answers nothing more.
  SecretReferences secrets;
  std::vector<std::string> problems;  // Why it is not ready: "ImagePullBackOff: …", "Unschedulable: …".

  bool operator==(const Pod&) const = default;
};

struct PodList {
  std::vector<Pod> pods;
  std::string version;  // resourceVersion to watch from.
};

struct PodChange {
  Pod pod;
  bool gone = false;
};

// A watch of the namespace's pods. After an error the watch is over: list again.
class PodWatch {
 public:
  virtual ~PodWatch() = default;
  // The changes since the last call. Returns as soon as there is one; returns none after `wait`.
  virtual base::Result<std::vector<PodChange>> Next(std::chrono::milliseconds wait) = 0;
};

struct ReplicaSet {
  std::string uid;
  Owner owner;
};

// The object of an Event.
struct Subject {
  std::string api_version;
  std::string kind;
  std::string name;
  std::string uid;
};

// A Warning Event of the namespace.
struct Warning {
  std::string kind;  // Of the object.
  std::string name;
  std::string reason;
  std::string message;
};

// A verb on a resource. An empty name means any object of the resource, an empty namespace the client's own.
struct Permission {
  std::string verb;
  std::string group;  // Empty for the core group.
  std::string resource;
  std::string name{};
  std::string ns{};
};

// What the account may do in one namespace, as the API server lists it.
struct Rules {
  struct Rule {
    std::set<std::string> verbs, groups, resources, names;  // "*" is all; an empty set of names is every name.
  };
  std::vector<Rule> rules;

  [[nodiscard]] bool Allow(const Permission& permission) const;
};

// Changes of a Secret: values to set, or null to remove the key or the annotation.
using DataChange = std::map<std::string, std::optional<std::string_view>>;
struct SecretChange {
  DataChange data;
  std::map<std::string, std::optional<std::string>> annotations{};
};

// A dry run is judged in full, by admission controllers too, and is not stored.
enum class Write { kReal, kDryRun };

class Client {
 public:
  virtual ~Client() = default;

  // What this account may do in a namespace; empty means the client's own. The list may be incomplete if an authorizer
  // cannot list its rules: ask CheckAccess then.
  virtual base::Result<Rules> ListRules(const std::string& ns) = 0;
  virtual base::Result<bool> CheckAccess(const Permission& permission) = 0;

  virtual base::Result<Secret> GetSecret(const SecretName& name) = 0;
  // kConflict unless the Secret still has this resourceVersion.
  virtual base::Result<Secret> PatchSecret(const SecretName& name, const std::string& resource_version,
                                           const SecretChange& change, Write write) = 0;
  virtual base::Result<Deployment> GetDeployment(const std::string& name) = 0;
  // Writes the rotation id into the pod template, which restarts the pods; an id that is already there restarts
  // nothing. An empty id removes the annotation.
  virtual base::Result<Deployment> StampTemplate(const std::string& name, const std::string& rotation, Write write) = 0;
  // All pods of the namespace.
  virtual base::Result<PodList> ListPods() = 0;
  virtual base::Result<std::unique_ptr<PodWatch>> WatchPods(const std::string& version) = 0;
  // Succeeds if the pod is already gone.
  virtual base::Result<void> DeletePod(const Pod& pod, Write write) = 0;
  virtual base::Result<std::vector<ReplicaSet>> ListReplicaSets() = 0;
  // Callers go on if it fails.
  virtual base::Result<void> CreateEvent(const Subject& about, const std::string& reason, const std::string& message,
                                         bool warning) = 0;
  // Warning Events of a namespace, in no order; empty means the client's own. kDenied without the permission to list
  // Events: callers go on.
  virtual base::Result<std::vector<Warning>> ListWarnings(const std::string& ns) = 0;
  // Number of requests sent so far.
  [[nodiscard]] virtual int Calls() const = 0;
};

// Sends one token to one pod, by IP address: no proxy, no redirect.
class PodProbe {
 public:
  virtual ~PodProbe() = default;
  // The HTTP status. kUnavailable if there is no answer; the message says why. The token must be one that an HTTP
  // header can carry (rotation/token_probe.h).
  virtual base::Result<int> Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) = 0;
};

}  // namespace kube
