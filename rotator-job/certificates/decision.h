// The next step of the guard's certificates and path key, from a snapshot of the cluster. Pure: a run is this function
// in a loop (renewal.h).
//
// What is trusted is always changed before what is served, and only added to; what is no longer served is removed last.
// So kube-apiserver accepts what each pod serves after every step, in whatever order pods, runs and refusals come.
#pragma once

#include <chrono>
#include <vector>

#include "certificates/pair.h"
#include "certificates/settings.h"

namespace certificates {

// Renew this long before the end. Daily runs may fail for a month until 30 days are left.
constexpr std::chrono::hours kRenewBefore{60 * 24};
// Renew a path key of this age: as old as a pair that is renewed.
constexpr std::chrono::hours kPathKeyAge{kLifetime - kRenewBefore};
// Until each pod's mount shows a changed Secret, with room: the kubelet takes 90 s at most. Ready pods are asked; this
// is for the pods that become ready later with what they mounted earlier.
constexpr std::chrono::seconds kMountDelay{120};
// Until each kube-apiserver has taken up a changed registration.
constexpr std::chrono::seconds kPropagation{10};

enum class RegisteredKey {
  kNone,   // None of the Secret's keys.
  kFirst,  // The first of two: to be replaced.
  kLast,   // The last, or the only one.
};

// One entry of the registrations.
struct Entry {
  bool lacks_authority = false;  // A CA of the pairs, or of the file, is not in the caBundle.
  bool outdated = false;         // A CA of the guard's that belongs to neither pair is in the caBundle.
  bool trusts_pods = false;      // Its caBundle accepts what each ready pod serves.
  bool active = false;           // kube-apiserver calls it.
  RegisteredKey key = RegisteredKey::kNone;
};

struct World {
  Mode mode = Mode::kBuiltin;
  WallTime now{};
  PairFacts live;           // kBuiltin only, as `pending`.
  PairFacts pending;        // Made, but not served yet.
  bool registered = false;  // Both configurations exist and name the guard's Service.
  std::vector<Entry> entries;
  int keys = 0;  // Path keys in the Secret.
  WallTime key_written{};
  bool pods_serve_live = false;  // Each ready pod serves the live leaf; false without ready pods, as below.
  bool pods_know_first = false;  // Each ready pod accepts the first path key.
  bool pods_know_last = false;
  bool renew_pair = false;  // Although it is young, as `renew_key`.
  bool renew_key = false;
  std::chrono::seconds pair_stored_for{0};  // How long the Secret has been as it is, by this run's own observation.
  std::chrono::seconds keys_stored_for{0};
  std::chrono::seconds trusted_for{0};     // How long no entry has lacked a CA.
  std::chrono::seconds registered_for{0};  // How long each entry has had the last path key.
};

enum class Step {
  kMakePair,       // Make a pair and store it as pending.
  kTrust,          // Add the CAs that entries lack.
  kSwap,           // Make the pending pair live.
  kRetire,         // Remove the guard's CAs that no pod's certificate needs.
  kMakeKey,        // Store a path key where there is none.
  kAddKey,         // Store a new path key beside the present one.
  kRegisterFirst,  // Write the path with the first key into entries that have none of the keys.
  kRegisterLast,   // Write the path with the last key into entries that do not have it.
  kDropKey,        // Remove the first of two path keys.
  kActivate,       // Write the rules into entries that have none.
  kWait,           // For pods, or for kube-apiserver.
  kAskPerson,      // The Secret holds a certificate that is not the guard's to replace.
  kDone,
};

Step Decide(const World& world);

// Whether the pods can answer what an entry without rules would be called for.
bool MayActivate(const World& world, const Entry& entry);

}  // namespace certificates
