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
#include "testing/fakes.h"

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
    started[name] = Stamp();
    ++restarts[name];
  }

  base::Result<kube::Rules> ListRules(const std::string& /*space*/) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    return rules;
  }
  base::Result<bool> MayI(const kube::Permission& permission) override { return rules.Allow(permission); }
  base::Result<kube::Secret> GetSecret(const kube::SecretName& full) override {
    const std::string name = KeyOf(full);
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    return Copy(name);
  }
  base::Result<kube::Secret> PatchSecret(const kube::SecretName& full, const std::string& version,
                                         const kube::DataChange& change, bool dry_run) override {
    const std::string name = KeyOf(full);
    const auto fault = Count(true);
    if (fault == Fault::kBefore || fault == Fault::kLost || fault == Fault::kConflict) {
      return Lost(fault, true);
    }
    auto found = secrets.find(name);
    if (found == secrets.end()) {
      return base::Fail(base::Code::kNotFound, name + " not found");
    }
    if (refused.count(name) != 0) {
      return base::Fail(base::Code::kDenied, "patch Secret " + name + ": forbidden");
    }
    if (std::to_string(found->second.version) != version) {
      return base::Fail(base::Code::kConflict, "the object has been modified");
    }
    auto changed = found->second.data;
    for (const auto& [key, value] : change) {
      changed.erase(key);
      if (value) {
        changed[key] = std::string(*value);
      }
    }
    if (!dry_run && changed != found->second.data) {  // A write that changes nothing is none, not even by its version.
      found->second.data = std::move(changed);
      ++found->second.version;
      found->second.set = Stamp();
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
    deployment.template_rotation = stamps[name];
    return deployment;
  }
  base::Result<kube::Deployment> StampTemplate(const std::string& name, const std::string& rotation) override {
    const auto fault = Count(true);
    if (fault == Fault::kBefore || fault == Fault::kLost || fault == Fault::kConflict) {
      return Lost(fault, true);
    }
    if (stamps[name] != rotation) {
      Deploy(name, rotation);
    }
    --calls_;  // The answer holds the Deployment: that is no second call.
    auto deployment = GetDeployment(name);
    return fault == Fault::kAfter ? base::Result<kube::Deployment>(Lost(fault, true)) : std::move(deployment);
  }
  base::Result<kube::PodList> ListPods() override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    return kube::PodList{Pods(), "1"};
  }
  base::Result<std::unique_ptr<kube::PodWatch>> WatchPods(const std::string&) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    return std::unique_ptr<kube::PodWatch>(new Watch(*this));
  }
  base::Result<void> DeletePod(const kube::Pod& pod) override {
    const auto fault = Count(true);
    if (fault == Fault::kBefore || fault == Fault::kLost || fault == Fault::kConflict) {
      return Lost(fault, true);
    }
    const std::string name = pod.name.substr(0, pod.name.rfind('-'));
    if (pod.uid != name + "-" + std::to_string(restarts[name])) {
      return {};
    }
    if (clock != nullptr) {
      clock->Advance(std::chrono::seconds(1));  // A pod of the second of the write would count as old.
    }
    Deploy(name, stamps[name]);
    return fault == Fault::kAfter ? base::Result<void>(Lost(fault, true)) : base::Result<void>();
  }
  base::Result<std::vector<kube::ReplicaSet>> ListReplicaSets() override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    std::vector<kube::ReplicaSet> sets;
    for (const auto& [name, stamp] : stamps) {
      sets.push_back({name + "-set", {"Deployment", name, name + "-uid"}});
    }
    return sets;
  }
  base::Result<void> CreateEvent(const kube::Subject& about, const std::string& reason, const std::string&,
                                 bool) override {
    if (auto fault = Count(true); fault != Fault::kNone) {
      return Lost(fault, true);
    }
    (about.kind == "Secret" ? events : deployment_events).push_back(reason);
    return {};
  }
  [[nodiscard]] int Calls() const override { return calls_; }

  base::Result<int> Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) override {
    return token.Reveal() == pod_tokens[ip] ? proof.accepted : proof.refused;
  }

  struct Stored {
    long version = 1;
    std::string set;  // When it was last patched.
    std::map<std::string, std::string> data;
  };
  std::map<std::string, Stored> secrets;
  std::map<std::string, std::string> stamps;      // Of the pod templates.
  std::map<std::string, std::string> pod_tokens;  // What each Deployment's pods have read.
  std::map<std::string, int> restarts;
  std::map<std::string, std::string> started;  // When each Deployment's pods did.
  std::vector<std::string> events;             // About the Secret.
  std::vector<std::string> deployment_events;
  std::vector<kube::Pod> others;  // Pods of nobody's Deployment.
  std::set<std::string> refused;  // Secrets that may not be written.
  kube::Rules rules{{{{"*"}, {"*"}, {"*"}, {}}}};
  FakeClock* clock = nullptr;  // Moves while a watch waits.
  bool broken = false;         // Pods of a stamped template never become ready.

 private:
  class Watch final : public kube::PodWatch {
   public:
    explicit Watch(FakeCluster& cluster) : cluster_(cluster) {}
    base::Result<std::vector<kube::PodChange>> Next(std::chrono::milliseconds wait) override {
      if (cluster_.clock != nullptr) {
        cluster_.clock->Advance(wait);
      }
      std::vector<kube::PodChange> changes;
      std::map<std::string, kube::Pod> now;
      for (auto& pod : cluster_.Pods()) {
        if (seen_.count(pod.uid) == 0) {
          changes.push_back({pod, false});
        }
        now[pod.uid] = std::move(pod);
      }
      for (const auto& [uid, pod] : seen_) {
        if (now.count(uid) == 0) {
          changes.push_back({pod, true});
        }
      }
      // Before the first look, any earlier pod may have been listed.
      for (const auto& [name, count] : cluster_.restarts) {
        for (int i = 1; seen_.empty() && i < count; ++i) {
          kube::Pod gone;
          gone.uid = name + "-" + std::to_string(i);
          changes.push_back({gone, true});
        }
      }
      seen_ = std::move(now);
      return changes;
    }

   private:
    FakeCluster& cluster_;
    std::map<std::string, kube::Pod> seen_;
  };

  static std::string KeyOf(const kube::SecretName& name) {
    const bool known = name.space.empty() || name.space == "keptn" || name.space == "token-guard";
    return known ? name.name : name.space + "/" + name.name;
  }
  // The API server's time, in whole seconds.
  [[nodiscard]] std::string Stamp() const {
    const auto now = clock == nullptr ? std::chrono::system_clock::time_point() : clock->Now();
    return std::to_string(std::chrono::system_clock::to_time_t(now));
  }
  std::vector<kube::Pod> Pods() {
    std::vector<kube::Pod> pods = others;
    for (const auto& [name, stamp] : stamps) {
      kube::Pod pod;
      pod.name = pod.uid = name + "-" + std::to_string(restarts[name]);
      pod.ip = name;
      pod.created = started[name];
      pod.owner = {"ReplicaSet", name + "-set", name + "-set"};
      pod.rotation = stamp;
      pod.ready = !broken || stamp.empty();
      pod.secrets = {"keptn-api-token"};
      pods.push_back(std::move(pod));
    }
    return pods;
  }

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
    secret.set = found->second.set;
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
