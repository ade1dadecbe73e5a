// A small Kubernetes in memory: Secrets with versions, Deployments whose pods follow the template at once, and faults.
//
// Not modelled: admission, field managers of real tools, rollouts that take time. One second away there is a real API
// server (tests/cluster); this one is for speed, and for a fault or a refusal at every call.
#pragma once

#include <functional>
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
    kBefore,  // Did not act, and the client knows.
    kLost,    // Did not act, and the client cannot know.
    kAfter,   // Acted, and the client cannot know.
    kConflict,
  };

  // A write as a refusal sees it: "patch secrets/NAME", "patch deployments/NAME", "delete pods/NAME".
  struct WriteCall {
    std::string what;
    bool dry_run;
    int number;  // Of the real writes, from 1; 0 for a dry run.
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
  // Replaces the Deployment's pods: the new ones read the token of this moment.
  void Deploy(const std::string& name, const std::string& stamp) {
    stamps[name] = stamp;
    pod_tokens[name] = Token();
    started[name] = Stamp();
    ++restarts[name];
  }

  base::Result<kube::Rules> ListRules(const std::string&) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    return rules;
  }
  base::Result<bool> CheckAccess(const kube::Permission& permission) override { return rules.Allow(permission); }
  base::Result<kube::Secret> GetSecret(const kube::SecretName& full) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    return Copy(KeyOf(full));
  }
  base::Result<kube::Secret> PatchSecret(const kube::SecretName& full, const std::string& version,
                                         const kube::SecretChange& change, kube::Write write) override {
    const std::string name = KeyOf(full);
    const auto fault = Count(true);
    if (fault == Fault::kBefore || fault == Fault::kLost || fault == Fault::kConflict) {
      return Lost(fault, true);
    }
    auto found = secrets.find(name);
    if (found == secrets.end()) {
      return base::Fail(base::Code::kNotFound, name + " not found");
    }
    if (const auto refused = Refused("patch secrets/" + name, write)) {
      return base::Fail(*refused);
    }
    if (std::to_string(found->second.version) != version) {
      return base::Fail(base::Code::kConflict, "the object has been modified");
    }
    auto changed = found->second.data;
    for (const auto& [key, value] : change.data) {
      changed.erase(key);
      if (value) {
        changed[key] = std::string(*value);
      }
    }
    auto annotations = found->second.annotations;
    for (const auto& [key, value] : change.annotations) {
      annotations.erase(key);
      if (value) {
        annotations[key] = *value;
      }
    }
    const bool changes = changed != found->second.data || annotations != found->second.annotations;
    if (write == kube::Write::kReal && changes) {  // A write without a change keeps the version.
      found->second.data = std::move(changed);
      found->second.annotations = std::move(annotations);
      ++found->second.version;
      found->second.set = Stamp();
    }
    if (fault == Fault::kAfter) {
      return Lost(fault, true);
    }
    auto answer = Copy(name);
    if (write == kube::Write::kDryRun && answer) {
      answer->data.clear();
      for (const auto& [key, value] : changed) {
        const bool swapped = !swapped_token.empty() && key == "keptn-api-token";
        answer->data[key] = base::SecretBytes(std::string_view(swapped ? swapped_token : value));
      }
    }
    return answer;
  }
  base::Result<kube::Deployment> GetDeployment(const std::string& name) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    if (name == missing) {
      return base::Fail(base::Code::kNotFound, "get Deployment " + name + ": not found");
    }
    return Describe(name);
  }
  base::Result<kube::Deployment> StampTemplate(const std::string& name, const std::string& rotation,
                                               kube::Write write) override {
    const auto fault = Count(true);
    if (fault == Fault::kBefore || fault == Fault::kLost || fault == Fault::kConflict) {
      return Lost(fault, true);
    }
    if (const auto refused = Refused("patch deployments/" + name, write)) {
      return base::Fail(*refused);
    }
    if (write == kube::Write::kReal && stamps[name] != rotation) {
      Deploy(name, rotation);
    }
    if (fault == Fault::kAfter) {
      return Lost(fault, true);
    }
    kube::Deployment deployment = Describe(name);
    deployment.template_rotation = drops_stamp ? stamps[name] : rotation;
    deployment.pod_template.insert(injected.begin(), injected.end());
    return deployment;
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
  base::Result<void> DeletePod(const kube::Pod& pod, kube::Write write) override {
    const auto fault = Count(true);
    if (fault == Fault::kBefore || fault == Fault::kLost || fault == Fault::kConflict) {
      return Lost(fault, true);
    }
    if (const auto refused = Refused("delete pods/" + pod.name, write)) {
      return base::Fail(*refused);
    }
    const std::string name = pod.name.substr(0, pod.name.rfind('-'));
    if (write == kube::Write::kDryRun || pod.uid != name + "-" + std::to_string(restarts[name])) {
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
    std::vector<kube::ReplicaSet> sets = other_sets;
    for (const auto& [name, stamp] : stamps) {
      sets.push_back({name + "-set", {"Deployment", name, name + "-uid"}});
    }
    return sets;
  }
  base::Result<void> CreateEvent(const kube::Subject& about, const std::string& reason, const std::string& message,
                                 bool) override {
    if (auto fault = Count(true); fault != Fault::kNone) {
      return Lost(fault, true);
    }
    (about.kind == "Secret" ? events : deployment_events).push_back(reason);
    event_message = message;
    return {};
  }
  base::Result<std::vector<kube::Warning>> ListWarnings(const std::string&) override {
    if (auto fault = Count(false); fault != Fault::kNone) {
      return Lost(fault, false);
    }
    return warnings;
  }
  [[nodiscard]] int Calls() const override { return calls_; }

  base::Result<int> Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) override {
    return ask ? ask(ip, token.Reveal()) : token.Reveal() == pod_tokens[ip] ? proof.accepted : proof.refused;
  }

  struct Stored {
    long version = 1;
    std::string set;  // When it was last patched.
    std::map<std::string, std::string> data;
    std::map<std::string, std::string> annotations{};
  };
  std::map<std::string, Stored> secrets;          // By name, or "namespace/name" elsewhere.
  std::map<std::string, std::string> stamps;      // Of the pod templates.
  std::map<std::string, std::string> pod_tokens;  // What each Deployment's pods have read.
  std::map<std::string, int> restarts;
  std::map<std::string, std::string> started;  // When each Deployment's pods did.
  std::vector<std::string> events;             // Reasons, about the Secret.
  std::vector<std::string> deployment_events;
  std::string event_message;                 // Of the last Event.
  std::vector<kube::Pod> others;             // Pods of no Deployment here.
  std::vector<kube::ReplicaSet> other_sets;  // Their ReplicaSets.
  std::vector<kube::Warning> warnings;
  kube::Owner secret_owner;
  std::map<std::string, std::string> writers;  // Of the guarded Secret's keys.
  std::map<std::string, std::string> template_reads{{"keptn-api-token", "keptn-api-token"}};  // Secret -> key.
  std::map<std::string, std::size_t> template_fields;  // kube::Deployment::pod_template of every Deployment.
  std::map<std::string, std::size_t> injected;         // What another webhook adds to it when it is stamped.
  bool drops_stamp = false;                            // Another webhook takes the stamp out again.
  std::string swapped_token;  // What another webhook puts in the place of a token that is written.
  kube::Rules rules{{{{"*"}, {"*"}, {"*"}, {}}}};
  FakeClock* clock = nullptr;  // Moves while a watch waits.
  bool broken = false;         // Pods of a stamped template never become ready.
  std::string missing;         // A Deployment that does not exist.
  long replicas = 1;           // Of each Deployment; 0 has no pods.
  std::chrono::seconds min_ready{0};
  // Whether a write is refused, and how; null lets all pass. The conflict of an outdated version comes after.
  std::function<std::optional<base::Error>(const WriteCall&)> refuse;
  // What a pod answers; null: 200 to the token that it has read, 401 to others.
  std::function<base::Result<int>(const std::string& ip, std::string_view token)> ask;
  std::vector<std::string> writes;  // The real writes that were attempted, refused ones included.

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
    const bool known = name.ns.empty() || name.ns == "keptn" || name.ns == "token-guard";
    return known ? name.name : name.ns + "/" + name.name;
  }
  // The API server's time, in whole seconds.
  [[nodiscard]] std::string Stamp() const {
    const auto now = clock == nullptr ? std::chrono::system_clock::time_point() : clock->Now();
    return std::to_string(std::chrono::system_clock::to_time_t(now));
  }
  kube::Deployment Describe(const std::string& name) {
    kube::Deployment deployment;
    deployment.name = name;
    deployment.uid = name + "-uid";
    deployment.replicas = deployment.status_replicas = replicas;
    deployment.updated_replicas = deployment.available_replicas = broken && !stamps[name].empty() ? 0 : replicas;
    deployment.template_rotation = stamps[name];
    deployment.min_ready = min_ready;
    deployment.pod_template = template_fields;
    for (const auto& [secret, key] : template_reads) {
      deployment.secrets[secret].insert(key);
    }
    return deployment;
  }
  std::vector<kube::Pod> Pods() {
    std::vector<kube::Pod> pods = others;
    for (const auto& [name, stamp] : stamps) {
      if (replicas == 0) {
        continue;
      }
      kube::Pod pod;
      pod.name = pod.uid = name + "-" + std::to_string(restarts[name]);
      pod.ip = name;
      pod.created = started[name];
      pod.owner = {"ReplicaSet", name + "-set", name + "-set"};
      pod.rotation = stamp;
      pod.ready = !broken || stamp.empty();
      pod.secrets["keptn-api-token"] = {"keptn-api-token"};
      pods.push_back(std::move(pod));
    }
    return pods;
  }
  std::optional<base::Error> Refused(const std::string& what, kube::Write write) {
    const bool dry_run = write == kube::Write::kDryRun;
    if (!dry_run) {
      writes.push_back(what);
    }
    return refuse ? refuse({what, dry_run, dry_run ? 0 : static_cast<int>(writes.size())}) : std::nullopt;
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
    secret.owner = name == "keptn-api-token" ? secret_owner : kube::Owner{};
    secret.writers = writers;
    secret.annotations = found->second.annotations;
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
