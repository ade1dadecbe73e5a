// Reads the cluster into a snapshot for the decision.
//
// The order of the reads matters when two runs work at once: the registrations first, then the Secrets, then the pods.
// A CA that a registration held is then known as live or pending, unless it is outdated; a CA that another run adds
// later changes the registration's resourceVersion, so that a write that decides without it is refused.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "certificates/decision.h"
#include "kube/client.h"
#include "kube/webhooks.h"
#include "ports/clock.h"

namespace certificates {

constexpr const char* kRegistration = "token-webhook";  // Both webhook configurations.
constexpr const char* kTlsSecret = "token-webhook-tls";
constexpr const char* kPathKeySecret = "token-webhook-path-key";
constexpr const char* kPathKey = "path-key";  // Key of kPathKeySecret.

// Keys of kTlsSecret.
struct PairKeys {
  const char* certificate;
  const char* key;
  const char* authority;
};
constexpr PairKeys kLive{"tls.crt", "tls.key", "ca.crt"};
constexpr PairKeys kPending{"next-tls.crt", "next-tls.key", "next-ca.crt"};  // The Deployment does not mount these.

// The data of a Secret's key; empty if there is none. Valid as long as the Secret.
std::string_view DataOf(const kube::Secret& secret, const char* key);

struct Snapshot {
  World world;
  std::vector<kube::WebhookConfiguration> configurations;  // Entries of other namespaces' Services are left out.
  kube::Secret tls;                                        // Mode::kBuiltin only.
  kube::Secret path_key;
  std::vector<base::SecretBytes> keys;  // One or two path keys, or none.
  std::string authorities;              // PEM: the CAs that each caBundle must hold.
  std::string obstacle;                 // Completes "waiting: …"; empty if nothing is missing.
};

class Observer {
 public:
  // The namespace `ns` is the guard's. Everything is borrowed.
  Observer(const Settings& settings, std::string ns, kube::Client& client, kube::WebhookClient& webhooks,
           kube::ServingProbe& probe, ports::Clock& clock)
      : settings_(settings), ns_(std::move(ns)), client_(client), webhooks_(webhooks), probe_(probe), clock_(clock) {}

  // Fails as the API does (kube/client.h). A configuration that does not exist and a pod that does not answer are part
  // of the snapshot.
  base::Result<Snapshot> Observe();

 private:
  // How long a condition has held, by this run's own observation. Begins anew if `what` changes.
  class Duration {
   public:
    std::chrono::seconds Held(const std::string& what, ports::Clock::MonotonicTime now);

   private:
    std::string what_;
    std::optional<ports::Clock::MonotonicTime> since_;
  };

  base::Result<void> ReadRegistrations(Snapshot& snapshot);
  base::Result<void> ReadSecrets(Snapshot& snapshot);
  base::Result<void> AskPods(Snapshot& snapshot);
  // What one ready pod serves, added to the snapshot's world.
  void AskPod(const kube::Pod& pod, Snapshot& snapshot, std::set<std::string>& chains);
  // Whether the pod accepts the key. `mounted` is the answer for a pod that answers no HTTP.
  bool Knows(const kube::Pod& pod, const base::SecretBytes& key, bool mounted, std::string& chain,
             std::string& failure);
  // What a caBundle is good for, with the chains that the pods serve.
  [[nodiscard]] Entry Judge(const std::string& ca_bundle, const Snapshot& snapshot,
                            const std::set<std::string>& chains) const;
  void FillEntries(Snapshot& snapshot, const std::set<std::string>& chains) const;
  void MeasureTime(Snapshot& snapshot);

  const Settings& settings_;
  const std::string ns_;
  kube::Client& client_;
  kube::WebhookClient& webhooks_;
  kube::ServingProbe& probe_;
  ports::Clock& clock_;
  Duration trusted_;
  Duration registered_;
  Duration pair_stored_;
  Duration keys_stored_;
  std::string inspected_;  // The resourceVersion of the Secret that live_ and pending_ are about.
  PairFacts live_;
  PairFacts pending_;
};

}  // namespace certificates
