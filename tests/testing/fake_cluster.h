// A Kubernetes of the mind: Secrets with versions, Deployments whose pods follow their template at once, and faults.
//
// What it does not do: admission, permissions, field managers, rollouts that take time. The real API server is a second
// away (tests/cluster); this is for speed and for faults at every call.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kube/client.h"

namespace fakes {

class FakeCluster : public kube::Client, public kube::PodProbe {
 public:
  enum class Fault {
    kNone,
    kBefore,  // It did not act and the client knows.
    kLost,    // It did not act and the client cannot know.
    kAfter,   // It acted and the client cannot know.
    kConflict,
  };

  FakeCluster() {
    for (const auto* name : {"keptn-api-token", "token-rotator-record", "token-guard-retired"}) {
      secrets[name];
    }
    for (const auto* name : {"api-service", "bridge"}) {
      Deploy(name, "");
    }
  }

  // Fails call number `at` (from 1) in this way, once.
  void Inject(int at, Fault fault) {
    fault_at_ = at;
    fault_ = fault;
  }
  // Counts calls from 1 again.
  void Restart() { calls_ = 0; }
  std::string Token() { return secrets["keptn-api-token"].data["keptn-api-token"]; }
  void SetToken(const std::string& token) {
    secrets["keptn-api-token"].data["keptn-api-token"] = token;
    ++secrets["keptn-api-token"].version;
  }
  // Starts the Deployment's pods anew: they read the token of this moment.
  void Deploy(const std::string& name, const std::string& stamp) {
    stamps[name] = stamp;
    pod_tokens[name] = Token();
    ++restarts[name];
  }

  base::Result<kube::Secret> GetSecret(const std::string& name) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    return Copy(name);
  }
  base::Result<kube::Secret> PatchSecret(const std::string& name, const std::string& version,
                                         const kube::DataChange& change, bool dry_run) override {
    const auto fault = Count(true);
    if (fault == Fault::kBefore || fault == Fault::kLost || fault == Fault::kConflict) {
      return Lost(fault, true);
    }
    auto found = secrets.find(name);
    if (found == secrets.end()) {
      return base::Fail(base::Code::kNotFound, name + " not found");
    }
    if (std::to_string(found->second.version) != version) {
      return base::Fail(base::Code::kConflict, "the object has been modified");
    }
    if (!dry_run) {
      for (const auto& [key, value] : change) {
        found->second.data.erase(key);
        if (value) {
          found->second.data[key] = std::string(*value);
        }
      }
      ++found->second.version;
    }
    return fault == Fault::kAfter ? base::Result<kube::Secret>(Lost(fault, true)) : Copy(name);
  }
  base::Result<kube::Deployment> GetDeployment(const std::string& name) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    kube::Deployment deployment;
    deployment.name = name;
    deployment.uid = name + "-uid";
    deployment.replicas = deployment.status_replicas = 1;
    deployment.updated_replicas = deployment.available_replicas = broken && stamps[name] != "" ? 0 : 1;
    deployment.selector = name;
    deployment.template_rotation = stamps[name];
    return deployment;
  }
  base::Result<void> StampTemplate(const std::string& name, const std::string& rotation) override {
    const auto fault = Count(true);
    if (fault == Fault::kBefore || fault == Fault::kLost || fault == Fault::kConflict) {
      return Lost(fault, true);
    }
    if (stamps[name] != rotation) {
      Deploy(name, rotation);
    }
    return fault == Fault::kAfter ? base::Result<void>(Lost(fault, true)) : base::Result<void>();
  }
  base::Result<std::vector<kube::Pod>> ListPods(const std::string& selector) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    kube::Pod pod;
    pod.name = selector + "-" + std::to_string(restarts[selector]);
    pod.ip = selector;
    pod.owner_uid = selector + "-set";
    pod.rotation = stamps[selector];
    pod.ready = true;
    return std::vector<kube::Pod>{pod};
  }
  base::Result<std::vector<kube::ReplicaSet>> ListReplicaSets(const std::string& selector) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    return std::vector<kube::ReplicaSet>{{selector + "-set", selector + "-uid"}};
  }
  base::Result<void> CreateEvent(const kube::Secret&, const std::string& reason, const std::string&, bool) override {
    if (auto fault = Count(true); fault != Fault::kNone) {
      return Lost(fault, true);
    }
    events.push_back(reason);
    return {};
  }
  [[nodiscard]] int Calls() const override { return calls_; }

  base::Result<int> Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) override {
    return token.Reveal() == pod_tokens[ip] ? proof.accepted : proof.refused;
  }

  struct Stored {
    long version = 1;
    std::map<std::string, std::string> data;
  };
  std::map<std::string, Stored> secrets;
  std::map<std::string, std::string> stamps;      // Of the pod templates.
  std::map<std::string, std::string> pod_tokens;  // What each Deployment's pods have read.
  std::map<std::string, int> restarts;
  std::vector<std::string> events;
  bool broken = false;  // Pods of a stamped template never become ready.

 private:
  Fault Count(bool write) {
    ++calls_;
    if (calls_ != fault_at_) {
      return Fault::kNone;
    }
    // A read can only fail as a whole; a conflict is a write's.
    return write || fault_ == Fault::kNone ? fault_ : Fault::kBefore;
  }
  static tl::unexpected<base::Error> Lost(Fault fault, bool write) {
    if (fault == Fault::kConflict) {
      return base::Fail(base::Code::kConflict, "the object has been modified");
    }
    return base::Fail(write && fault != Fault::kBefore ? base::Code::kUnknown : base::Code::kUnavailable, "no answer");
  }
  base::Result<kube::Secret> Copy(const std::string& name) {
    auto found = secrets.find(name);
    if (found == secrets.end()) {
      return base::Fail(base::Code::kNotFound, name + " not found");
    }
    kube::Secret secret;
    secret.name = name;
    secret.created = "2026-01-01T00:00:00Z";
    secret.resource_version = std::to_string(found->second.version);
    for (const auto& [key, value] : found->second.data) {
      secret.data.emplace(key, base::SecretBytes(std::string_view(value)));
    }
    return secret;
  }

  int calls_ = 0;
  int fault_at_ = 0;
  Fault fault_ = Fault::kNone;
};

}  // namespace fakes
