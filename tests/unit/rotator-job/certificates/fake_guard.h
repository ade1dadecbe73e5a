// The guard's own installation in memory: two Secrets, two registrations, and pods whose mounts lag behind the Secrets.
//
// After each call it checks what a kube-apiserver would see whose copy of the registrations is up to five seconds old:
// each active entry has to accept the leaf and the path of each ready pod. `violations` says where that did not hold.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time_text.h"
#include "certificates/bundle.h"
#include "certificates/observation.h"
#include "certificates/path_keys.h"
#include "kube/client.h"
#include "kube/webhooks.h"
#include "testing/fakes.h"

namespace fakes {

class FakeGuard final : public kube::Client, public kube::WebhookClient, public kube::ServingProbe {
 public:
  enum class Fault {
    kNone,
    kBefore,    // Did not act, and the client knows.
    kLost,      // Did not act, and the client cannot know.
    kAfter,     // Acted, and the client cannot know.
    kConflict,  // Refused for its resourceVersion.
    kDenied,    // Refused by RBAC or a policy.
    kKill,      // Did not act; the program ends.
    kKillAfter,
  };
  struct Killed {};
  using Time = std::chrono::system_clock::time_point;
  using Data = std::map<std::string, std::string>;

  explicit FakeGuard(FakeClock& clock) : clock_(clock) {
    for (const auto* name : {certificates::kTlsSecret, certificates::kPathKeySecret}) {
      secrets[name].push_back({clock.Now(), {}});
    }
    Register("validate.token-webhook.keptn.sh", kube::WebhookKind::kValidating);
    Register("delete.token-webhook.keptn.sh", kube::WebhookKind::kValidating);
    Register("mutate.token-webhook.keptn.sh", kube::WebhookKind::kMutating);
    StartPod("a", std::chrono::seconds(90));
    StartPod("b", std::chrono::seconds(0));
  }

  // Fails call number `at` (from 1) in this way, once. Counts from 1 again.
  void Inject(int at, Fault fault) {
    calls_ = 0;
    fault_at_ = at;
    fault_ = fault;
  }
  void StartPod(const std::string& name, std::chrono::seconds lag) { pods[name] = {lag, clock_.Now(), false, {}}; }
  void Store(const std::string& secret, Data data) { secrets[secret].push_back({clock_.Now(), std::move(data)}); }
  [[nodiscard]] const Data& Stored(const std::string& secret) const { return secrets.at(secret).back().second; }
  [[nodiscard]] kube::Webhook& Entry(const std::string& first_label) {
    for (auto& [kind, entries] : now_) {
      for (auto& entry : entries) {
        if (entry.name.rfind(first_label + ".", 0) == 0) {
          return entry;
        }
      }
    }
    throw std::out_of_range(first_label);
  }
  // After a change of an Entry by hand.
  void Changed() { history_.push_back({clock_.Now(), now_}); }
  void Unregister() {
    now_.clear();
    Changed();
  }

  base::Result<kube::Secret> GetSecret(const kube::SecretName& name) override {
    return Do<kube::Secret>(false, [&] { return Copy(name.name); });
  }
  base::Result<kube::Secret> PatchSecret(const kube::SecretName& name, const std::string& version,
                                         const kube::SecretChange& change, kube::Write) override {
    return Do<kube::Secret>(true, [&]() -> base::Result<kube::Secret> {
      if (version != std::to_string(secrets[name.name].size())) {
        return base::Fail(base::Code::kConflict, "the Secret has been modified");
      }
      Data data = Stored(name.name);
      for (const auto& [key, value] : change.data) {
        data.erase(key);
        if (value) {
          data[key] = std::string(*value);
        }
      }
      Store(name.name, std::move(data));
      return Copy(name.name);
    });
  }
  base::Result<kube::PodList> ListPods() override {
    return Do<kube::PodList>(false, [&] {
      kube::PodList list;
      for (const auto& [name, pod] : pods) {
        kube::Pod one;
        one.name = one.ip = name;
        one.ready = Ready(pod);
        one.secrets[certificates::kTlsSecret] = {"tls.crt", "tls.key"};
        list.pods.push_back(one);
      }
      kube::Pod other;  // Mounts something else, and answers nothing.
      other.name = other.ip = "other";
      other.ready = true;
      list.pods.push_back(other);
      return base::Result<kube::PodList>(std::move(list));
    });
  }
  base::Result<kube::WebhookConfiguration> Get(kube::WebhookKind kind, const std::string& name) override {
    return Do<kube::WebhookConfiguration>(false, [&]() -> base::Result<kube::WebhookConfiguration> {
      if (now_.count(kind) == 0) {
        return base::Fail(base::Code::kNotFound, name + " not found");
      }
      return kube::WebhookConfiguration{kind, name, std::to_string(versions_[kind]), now_[kind]};
    });
  }
  base::Result<void> Patch(const kube::WebhookConfiguration& as_read,
                           const std::vector<kube::WebhookChange>& changes) override {
    return Do<void>(true, [&]() -> base::Result<void> {
      if (as_read.resource_version != std::to_string(versions_[as_read.kind])) {
        return base::Fail(base::Code::kConflict, "the registration has been modified");
      }
      ++versions_[as_read.kind];
      for (const auto& change : changes) {
        for (auto& entry : now_[as_read.kind]) {
          if (entry.name == change.name) {
            entry.ca_bundle = change.ca_bundle.value_or(entry.ca_bundle);
            entry.path = change.path.value_or(entry.path);
            entry.active = entry.active || !change.operations.empty();
          }
        }
      }
      Changed();
      return {};
    });
  }
  base::Result<kube::Served> Ask(const std::string& ip, const std::string& path) override {
    const Pod& pod = pods.at(ip);
    if (!Ready(pod) || pod.unreachable) {
      return base::Fail(base::Code::kUnavailable, "the pod at " + ip + " completes no TLS handshake: refused");
    }
    return kube::Served{Mounted(pod, certificates::kTlsSecret).at("tls.crt"),
                        silent ? std::nullopt : std::optional(Accepts(pod, path) ? 405 : 404)};
  }

  // What this account does not ask for.
  base::Result<kube::Rules> ListRules(const std::string&) override { return None(); }
  base::Result<bool> CheckAccess(const kube::Permission&) override { return None(); }
  base::Result<kube::Deployment> GetDeployment(const std::string&) override { return None(); }
  base::Result<kube::Deployment> StampTemplate(const std::string&, const std::string&, kube::Write) override {
    return None();
  }
  base::Result<std::unique_ptr<kube::PodWatch>> WatchPods(const std::string&) override { return None(); }
  base::Result<void> DeletePod(const kube::Pod&, kube::Write) override { return None(); }
  base::Result<std::vector<kube::ReplicaSet>> ListReplicaSets() override { return None(); }
  base::Result<void> CreateEvent(const kube::Subject&, const std::string&, const std::string&, bool) override {
    return None();
  }
  base::Result<std::vector<kube::Warning>> ListWarnings(const std::string&) override { return None(); }
  [[nodiscard]] int Calls() const override { return calls_; }

  struct Pod {
    std::chrono::seconds lag{0};  // Of its mounts.
    Time started;
    bool unreachable = false;
    Time ready_from{};
  };
  std::map<std::string, Pod> pods;
  std::map<std::string, std::vector<std::pair<Time, Data>>> secrets;  // Every version, with the time of its write.
  bool silent = false;                                                // Pods complete the handshake and answer no HTTP.
  std::vector<std::string> violations;
  std::function<void(int call)> before;  // Runs before each call.
  std::function<void()> meddle;          // Runs after each write that took effect: another writer.

 private:
  using Registrations = std::map<kube::WebhookKind, std::vector<kube::Webhook>>;

  static tl::unexpected<base::Error> None() { return base::Fail(base::Code::kDenied, "not granted"); }
  void Register(const std::string& name, kube::WebhookKind kind) {
    now_[kind].push_back({name, "token-guard", "", "", false});
    Changed();
  }

  template <typename T, typename Act>
  base::Result<T> Do(bool write, Act act) {
    ++calls_;
    clock_.Advance(std::chrono::milliseconds(20));
    if (before) {
      before(calls_);
    }
    const Fault fault = calls_ == fault_at_ ? std::exchange(fault_, Fault::kNone) : Fault::kNone;
    const bool acts = fault == Fault::kNone || fault == Fault::kAfter || fault == Fault::kKillAfter;
    base::Result<T> done = acts ? act() : base::Result<T>(Failure(fault, write));
    if (write && done && meddle) {
      meddle();
    }
    Check();
    if (fault == Fault::kKill || fault == Fault::kKillAfter) {
      throw Killed{};
    }
    return fault == Fault::kAfter ? base::Result<T>(Failure(fault, write)) : std::move(done);
  }
  static tl::unexpected<base::Error> Failure(Fault fault, bool write) {
    if (fault == Fault::kDenied) {
      return base::Fail(base::Code::kDenied, "forbidden");
    }
    if (write && fault == Fault::kConflict) {
      return base::Fail(base::Code::kConflict, "modified");
    }
    return base::Fail(write && fault != Fault::kBefore ? base::Code::kUnknown : base::Code::kUnavailable, "no answer");
  }

  base::Result<kube::Secret> Copy(const std::string& name) {
    if (secrets[name].empty()) {
      return base::Fail(base::Code::kNotFound, name + " not found");
    }
    kube::Secret secret;
    secret.name = name;
    secret.resource_version = std::to_string(secrets[name].size());
    secret.created = base::FormatTime(secrets[name].front().first);
    for (const auto& [key, value] : Stored(name)) {
      secret.data.emplace(key, base::SecretBytes(std::string_view(value)));
      secret.written[key] = base::FormatTime(secrets[name].back().first);
    }
    return secret;
  }
  // What the pod's mount shows now.
  [[nodiscard]] const Data& Mounted(const Pod& pod, const std::string& secret) const {
    const auto& versions = secrets.at(secret);
    const auto until = std::max(pod.started, clock_.Now() - pod.lag);
    auto found = versions.begin();
    while (std::next(found) != versions.end() && std::next(found)->first <= until) {
      ++found;
    }
    return found->second;
  }
  [[nodiscard]] bool Ready(const Pod& pod) const {
    return clock_.Now() >= pod.ready_from && Mounted(pod, certificates::kTlsSecret).count("tls.crt") != 0 &&
           Mounted(pod, certificates::kPathKeySecret).count("path-key") != 0;
  }
  [[nodiscard]] bool Accepts(const Pod& pod, const std::string& path) const {
    for (const auto& key : certificates::ReadPathKeys(Mounted(pod, certificates::kPathKeySecret).at("path-key"))) {
      if (path == "/validate/" + std::string(key.Reveal()) || path == "/mutate/" + std::string(key.Reveal())) {
        return true;
      }
    }
    return false;
  }
  // Each version of the registrations that some kube-apiserver may still use, against each ready pod.
  void Check() {
    const auto since = clock_.Now() - std::chrono::seconds(5);
    for (auto version = history_.rbegin(); version != history_.rend(); ++version) {
      for (const auto& [kind, entries] : version->second) {
        for (const auto& entry : entries) {
          CheckEntry(entry);
        }
      }
      if (version->first <= since) {
        break;
      }
    }
  }
  void CheckEntry(const kube::Webhook& entry) {
    for (const auto& [name, pod] : pods) {
      if (!entry.active || !Ready(pod)) {
        continue;
      }
      const auto& leaf = Mounted(pod, certificates::kTlsSecret).at("tls.crt");
      const bool trusted = !entry.ca_bundle.empty() && Trusts(entry.ca_bundle, leaf);
      if (!trusted || !Accepts(pod, entry.path)) {
        violations.push_back(entry.name + (trusted ? " has a path" : " does not trust the leaf") + " of pod " + name +
                             " at call " + std::to_string(calls_));
      }
    }
  }

  // Dates aside; a verification costs more than everything else here.
  bool Trusts(const std::string& bundle, const std::string& leaf) {
    const auto [found, is_new] = trusts_.try_emplace({bundle, leaf}, false);
    if (is_new) {
      found->second = certificates::Trusts(bundle, leaf, "token-guard", clock_.Now());
    }
    return found->second;
  }

  FakeClock& clock_;
  Registrations now_;
  std::map<std::pair<std::string, std::string>, bool> trusts_;
  std::map<kube::WebhookKind, int> versions_;
  std::vector<std::pair<Time, Registrations>> history_;
  int calls_ = 0;
  int fault_at_ = 0;
  Fault fault_ = Fault::kNone;
};

}  // namespace fakes
