#include "certificates/decision.h"

#include <algorithm>
#include <optional>

namespace certificates {
namespace {

bool Lasts(const PairFacts& pair, const World& world) {
  return pair.condition == Condition::kGood && pair.expires - world.now >= kRenewBefore;
}

template <typename Holds>
bool Any(const World& world, Holds holds) {
  return std::any_of(world.entries.begin(), world.entries.end(), holds);
}

bool WithoutLastKey(const Entry& entry) { return entry.key != RegisteredKey::kLast; }

bool IsActive(const Entry& entry) { return entry.active; }

// Whether kube-apiserver may accept the live pair, now or as soon as a pod is ready.
bool MayBeInUse(const PairFacts& live, const World& world) {
  return live.condition == Condition::kGood && live.expires > world.now && Any(world, IsActive);
}

// What can be done about the path key now.
std::optional<Step> DecideKey(const World& world) {
  if (world.keys == 0) {
    return Step::kMakeKey;
  }
  const bool old = world.now - world.key_written > kPathKeyAge || world.renew_key;
  if (world.keys == 1 && old && world.registered && !Any(world, WithoutLastKey)) {
    return Step::kAddKey;
  }
  // A path cannot break an entry that is not called.
  const bool harmless = !Any(world, [](const Entry& entry) { return entry.active && WithoutLastKey(entry); });
  const bool known = world.pods_know_last && (world.keys == 1 || world.keys_stored_for >= kMountDelay);
  if (Any(world, WithoutLastKey) && (known || harmless)) {
    return Step::kRegisterLast;
  }
  if (world.keys == 2 && world.pods_know_first &&
      Any(world, [](const Entry& entry) { return entry.key == RegisteredKey::kNone; })) {
    return Step::kRegisterFirst;
  }
  if (world.keys == 2 && world.registered && !Any(world, WithoutLastKey) && world.registered_for >= kPropagation) {
    return Step::kDropKey;
  }
  return std::nullopt;
}

}  // namespace

bool MayActivate(const World& world, const Entry& entry) {
  const bool knows_path = entry.key == RegisteredKey::kLast    ? world.pods_know_last
                          : entry.key == RegisteredKey::kFirst ? world.pods_know_first
                                                               : false;
  return !entry.active && entry.trusts_pods && knows_path;
}

Step Decide(const World& world) {
  const bool pending = Lasts(world.pending, world);
  if (world.mode == Mode::kBuiltin && world.live.condition == Condition::kForeign) {
    return Step::kAskPerson;
  }
  if (world.mode == Mode::kBuiltin && !pending && (!Lasts(world.live, world) || world.renew_pair)) {
    return Step::kMakePair;
  }
  if (Any(world, [](const Entry& entry) { return entry.lacks_authority; })) {
    return Step::kTrust;
  }
  if (const auto step = DecideKey(world)) {
    return *step;
  }
  if (pending && (world.trusted_for >= kPropagation || !MayBeInUse(world.live, world))) {
    return Step::kSwap;
  }
  const bool outdated = Any(world, [](const Entry& entry) { return entry.outdated; });
  if (outdated && !pending && world.pods_serve_live && world.pair_stored_for >= kMountDelay) {
    return Step::kRetire;
  }
  if (Any(world, [&](const Entry& entry) { return MayActivate(world, entry); })) {
    return Step::kActivate;
  }
  const bool waiting = pending || outdated || world.keys == 2 || !world.registered ||
                       Any(world, [](const Entry& entry) { return !entry.active || WithoutLastKey(entry); });
  return waiting ? Step::kWait : Step::kDone;
}

}  // namespace certificates
