#include "certificates/observation.h"

#include <algorithm>
#include <map>

#include "base/time_text.h"
#include "certificates/bundle.h"
#include "certificates/path_keys.h"
#include "x509/certificate.h"

namespace certificates {
namespace {

constexpr int kNotFound = 404;  // The webhook's answer to a path without a key that it knows.

PairFacts FactsOf(const kube::Secret& secret, const PairKeys& keys, const std::string& ns) {
  return Inspect(DataOf(secret, keys.certificate), DataOf(secret, keys.key), DataOf(secret, keys.authority), ns);
}

RegisteredKey KeyOf(const kube::Webhook& entry, const std::vector<base::SecretBytes>& keys) {
  const auto has = [&](const base::SecretBytes& key) { return entry.path == PathFor(entry.name, key.Reveal()); };
  return keys.empty()        ? RegisteredKey::kNone
         : has(keys.back())  ? RegisteredKey::kLast
         : has(keys.front()) ? RegisteredKey::kFirst
                             : RegisteredKey::kNone;
}

// The pods that kube-apiserver may call: what mounts the Secret serves it.
bool Serves(const kube::Pod& pod) {
  return pod.ready && !pod.terminating && !pod.ended && !pod.ip.empty() && pod.secrets.count(kTlsSecret) != 0;
}

// The account may write the two Secrets and may not make them.
base::Error WithRemedy(base::Error error) {
  if (error.code == base::Code::kNotFound) {
    error.message +=
        "; apply the manifests, or the chart, again: they bring the empty Secret, which the next run fills";
  }
  return error;
}

}  // namespace

std::string_view DataOf(const kube::Secret& secret, const char* key) {
  const auto found = secret.data.find(key);
  return found == secret.data.end() ? std::string_view() : found->second.Reveal();
}

std::chrono::seconds Observer::Duration::Held(const std::string& what, ports::Clock::MonotonicTime now) {
  if (what != what_ || !since_) {
    what_ = what;
    since_ = now;
  }
  return what.empty() ? std::chrono::seconds(0) : std::chrono::duration_cast<std::chrono::seconds>(now - *since_);
}

base::Result<Snapshot> Observer::Observe() {
  Snapshot snapshot;
  snapshot.world.mode = settings_.mode;
  snapshot.world.now = clock_.Now();
  for (const auto read : {&Observer::ReadRegistrations, &Observer::ReadSecrets, &Observer::AskPods}) {
    if (auto done = (this->*read)(snapshot); !done) {
      return base::Fail(done.error());
    }
  }
  MeasureTime(snapshot);
  return snapshot;
}

base::Result<void> Observer::ReadRegistrations(Snapshot& snapshot) {
  snapshot.world.registered = true;
  for (const auto kind : {kube::WebhookKind::kValidating, kube::WebhookKind::kMutating}) {
    auto configuration = webhooks_.Get(kind, kRegistration);
    if (!configuration && configuration.error().code != base::Code::kNotFound) {
      return base::Fail(configuration.error());
    }
    if (configuration) {
      auto& entries = configuration->webhooks;
      entries.erase(std::remove_if(entries.begin(), entries.end(), [&](const auto& one) { return one.ns != ns_; }),
                    entries.end());
    }
    if (!configuration || configuration->webhooks.empty()) {
      snapshot.world.registered = false;
      snapshot.obstacle = std::string(kind == kube::WebhookKind::kValidating ? "validating" : "mutating") +
                          "webhookconfiguration/" + kRegistration +
                          " does not exist or calls no Service of namespace " + ns_ + ": apply the manifests";
    } else {
      snapshot.configurations.push_back(std::move(*configuration));
    }
  }
  return {};
}

base::Result<void> Observer::ReadSecrets(Snapshot& snapshot) {
  if (settings_.mode == Mode::kBuiltin) {
    auto tls = client_.GetSecret({kTlsSecret});
    if (!tls) {
      return base::Fail(WithRemedy(tls.error()));
    }
    snapshot.tls = std::move(*tls);
    if (inspected_ != snapshot.tls.resource_version) {
      inspected_ = snapshot.tls.resource_version;
      live_ = FactsOf(snapshot.tls, kLive, ns_);
      pending_ = FactsOf(snapshot.tls, kPending, ns_);
    }
    snapshot.world.live = live_;
    snapshot.world.pending = pending_;
  }
  snapshot.authorities = settings_.mode == Mode::kBuiltin
                             ? snapshot.world.live.authority + snapshot.world.pending.authority
                             : settings_.authorities;
  auto path_key = client_.GetSecret({kPathKeySecret});
  if (!path_key) {
    return base::Fail(WithRemedy(path_key.error()));
  }
  snapshot.path_key = std::move(*path_key);
  snapshot.keys = ReadPathKeys(DataOf(snapshot.path_key, kPathKey));
  snapshot.world.keys = static_cast<int>(snapshot.keys.size());
  const auto written = snapshot.path_key.written.find(kPathKey);
  const auto since =
      base::ParseTime(written != snapshot.path_key.written.end() ? written->second : snapshot.path_key.created);
  snapshot.world.key_written = since.value_or(snapshot.world.now);
  return {};
}

base::Result<void> Observer::AskPods(Snapshot& snapshot) {
  const auto list = client_.ListPods();
  if (!list) {
    return base::Fail(list.error());
  }
  World& world = snapshot.world;
  world.pair_stored_for = pair_stored_.Held(snapshot.tls.resource_version, clock_.Monotonic());
  world.keys_stored_for = keys_stored_.Held(snapshot.path_key.resource_version, clock_.Monotonic());
  const bool any = std::any_of(list->pods.begin(), list->pods.end(), Serves);
  world.pods_serve_live = world.pods_know_first = world.pods_know_last = any;
  if (!any && snapshot.obstacle.empty()) {
    snapshot.obstacle = "no pod that mounts Secret " + std::string(kTlsSecret) + " is ready";
  }
  std::set<std::string> chains;
  for (const auto& pod : list->pods) {
    if (Serves(pod)) {
      AskPod(pod, snapshot, chains);
    }
  }
  FillEntries(snapshot, chains);
  return {};
}

void Observer::AskPod(const kube::Pod& pod, Snapshot& snapshot, std::set<std::string>& chains) {
  World& world = snapshot.world;
  std::string chain;
  std::string failure;
  bool knows_first = false;
  bool knows_last = false;
  if (!snapshot.keys.empty()) {
    const bool mounted = world.keys_stored_for >= kMountDelay;
    const auto knows = [&](const base::SecretBytes& key) { return Knows(pod, key, mounted, chain, failure); };
    knows_last = knows(snapshot.keys.back());
    knows_first = snapshot.keys.size() == 1 ? knows_last : knows(snapshot.keys.front());
  }
  const auto served = x509::FindCertificates(chain);
  const bool live = !served.empty() && world.live.condition == Condition::kGood &&
                    x509::Fingerprint(served.front().get()) == world.live.leaf;
  world.pods_serve_live = world.pods_serve_live && live;
  world.pods_know_first = world.pods_know_first && knows_first;
  world.pods_know_last = world.pods_know_last && knows_last;
  chains.insert(std::move(chain));
  if (snapshot.obstacle.empty()) {
    snapshot.obstacle = !failure.empty() ? failure
                        : world.mode == Mode::kBuiltin && !live
                            ? "pod " + pod.name + " does not serve the certificate of the Secret yet"
                        : !knows_last ? "pod " + pod.name + " does not accept the path key of the Secret yet"
                                      : "";
  }
}

bool Observer::Knows(const kube::Pod& pod, const base::SecretBytes& key, bool mounted, std::string& chain,
                     std::string& failure) {
  auto served = probe_.Ask(pod.ip, PathFor("validate", key.Reveal()));
  if (!served) {
    failure = "pod " + pod.name + ": " + served.error().message;
    return false;
  }
  chain = std::move(served->chain);
  return served->status ? *served->status != kNotFound : mounted;
}

Entry Observer::Judge(const std::string& ca_bundle, const Snapshot& snapshot,
                      const std::set<std::string>& chains) const {
  Entry entry;
  entry.lacks_authority = !Holds(ca_bundle, snapshot.authorities);
  entry.outdated = settings_.mode == Mode::kBuiltin && HoldsOutdated(ca_bundle, snapshot.authorities);
  // Empty, kube-apiserver takes its system's authorities; cert-manager's injector has yet to fill it.
  const bool is_filled = settings_.mode != Mode::kCertManager || !ca_bundle.empty();
  entry.trusts_pods =
      is_filled && !chains.empty() && std::all_of(chains.begin(), chains.end(), [&](const std::string& chain) {
        return Trusts(ca_bundle, chain, ns_, snapshot.world.now);
      });
  return entry;
}

void Observer::FillEntries(Snapshot& snapshot, const std::set<std::string>& chains) const {
  std::map<std::string_view, Entry> judged;  // By caBundle: usually all entries have the same one.
  for (const auto& configuration : snapshot.configurations) {
    for (const auto& webhook : configuration.webhooks) {
      const auto [found, is_new] = judged.try_emplace(webhook.ca_bundle);
      if (is_new) {
        found->second = Judge(webhook.ca_bundle, snapshot, chains);
      }
      Entry entry = found->second;
      entry.active = webhook.active;
      entry.key = KeyOf(webhook, snapshot.keys);
      if (!entry.trusts_pods && !chains.empty() && snapshot.obstacle.empty()) {
        snapshot.obstacle = "the caBundle of " + webhook.name + " does not hold the CA of what the pods serve";
      }
      snapshot.world.entries.push_back(entry);
    }
  }
}

void Observer::MeasureTime(Snapshot& snapshot) {
  World& world = snapshot.world;
  const auto now = clock_.Monotonic();
  const auto any = [&](auto holds) { return std::any_of(world.entries.begin(), world.entries.end(), holds); };
  const bool trusted = !any([](const Entry& entry) { return entry.lacks_authority; });
  const bool registered = !any([](const Entry& entry) { return entry.key != RegisteredKey::kLast; });
  world.trusted_for = trusted_.Held(trusted ? world.pending.leaf : "", now);
  world.registered_for = registered_.Held(registered ? snapshot.path_key.resource_version : "", now);
}

}  // namespace certificates
