#include "certificates/decision.h"

#include <gtest/gtest.h>

#include <functional>

namespace certificates {
namespace {

constexpr std::chrono::hours kDay(24);
const WallTime kNow = std::chrono::system_clock::from_time_t(1'795'500'000);

PairFacts Good(int days) { return {Condition::kGood, kNow + days * kDay, "leaf", "ca"}; }

// Everything is in order.
World Idle() {
  World world;
  world.now = kNow;
  world.live = Good(100);
  world.registered = true;
  world.entries = {{false, false, true, true, RegisteredKey::kLast}, {false, false, true, true, RegisteredKey::kLast}};
  world.keys = 1;
  world.key_written = kNow - 100 * kDay;
  world.pods_serve_live = world.pods_know_first = world.pods_know_last = true;
  world.trusted_for = world.registered_for = std::chrono::seconds(60);
  world.pair_stored_for = world.keys_stored_for = kMountDelay;
  return world;
}

World With(const std::function<void(World&)>& change) {
  World world = Idle();
  change(world);
  return world;
}

struct Case {
  const char* name;
  World world;
  Step step;
};

TEST(Decide, LooksAfterTheCertificate) {
  const Case cases[] = {
      {"in order", Idle(), Step::kDone},
      {"60 days left", With([](World& w) { w.live = Good(60); }), Step::kDone},
      {"59 days left", With([](World& w) { w.live = Good(59); }), Step::kMakePair},
      {"expired", With([](World& w) { w.live = Good(-1); }), Step::kMakePair},
      {"missing", With([](World& w) { w.live = {}; }), Step::kMakePair},
      {"broken", With([](World& w) { w.live.condition = Condition::kBroken; }), Step::kMakePair},
      {"a person's", With([](World& w) { w.live.condition = Condition::kForeign; }), Step::kAskPerson},
      {"asked for", With([](World& w) { w.renew_pair = true; }), Step::kMakePair},
      {"asked for, pending", With([](World& w) { w.renew_pair = true, w.pending = Good(397); }), Step::kSwap},
      {"pending, an entry lacks a CA",
       With([](World& w) { w.pending = Good(397), w.entries[1].lacks_authority = true; }), Step::kTrust},
      {"pending, just trusted", With([](World& w) { w.pending = Good(397), w.trusted_for = std::chrono::seconds(9); }),
       Step::kWait},
      {"pending, just trusted, no pod is ready", With([](World& w) {
         w.pending = Good(397), w.trusted_for = std::chrono::seconds(9);
         w.pods_serve_live = w.pods_know_first = w.pods_know_last = false;
       }),
       Step::kWait},
      {"pending, just trusted, nothing is called", With([](World& w) {
         w.pending = Good(397), w.trusted_for = std::chrono::seconds(0);
         w.entries[0].active = w.entries[1].active = false;
       }),
       Step::kSwap},
      {"pending, just trusted, expired",
       With([](World& w) { w.live = Good(-1), w.pending = Good(397), w.trusted_for = std::chrono::seconds(0); }),
       Step::kSwap},
      {"pending, trusted", With([](World& w) { w.pending = Good(397); }), Step::kSwap},
      {"pending, too old itself", With([](World& w) { w.live = Good(1), w.pending = Good(59); }), Step::kMakePair},
      {"two CAs, pods serve the old leaf",
       With([](World& w) { w.entries[0].outdated = true, w.pods_serve_live = false; }), Step::kWait},
      {"two CAs, pods serve the new leaf", With([](World& w) { w.entries[0].outdated = true; }), Step::kRetire},
      {"two CAs, a pod may start with the old leaf",
       With([](World& w) { w.entries[0].outdated = true, w.pair_stored_for = kMountDelay - std::chrono::seconds(1); }),
       Step::kWait},
      {"two CAs, a new pair is pending", With([](World& w) {
         w.entries[0].outdated = true, w.pending = Good(397), w.trusted_for = std::chrono::seconds(0);
       }),
       Step::kWait},
      {"an emptied caBundle", With([](World& w) { w.entries[0].lacks_authority = true; }), Step::kTrust},
  };
  for (const auto& expected : cases) {
    EXPECT_EQ(Decide(expected.world), expected.step) << expected.name;
  }
}

TEST(Decide, LooksAfterThePathKey) {
  const auto unknown = [](World& w) { w.pods_know_last = false; };
  const Case cases[] = {
      {"none", With([](World& w) { w.keys = 0; }), Step::kMakeKey},
      {"a year old", With([](World& w) { w.key_written = kNow - 338 * kDay; }), Step::kAddKey},
      {"a year old, a pod lags", With([&](World& w) { w.key_written = kNow - 338 * kDay, unknown(w); }), Step::kAddKey},
      {"asked for", With([](World& w) { w.renew_key = true; }), Step::kAddKey},
      {"two, known to all pods",
       With([](World& w) { w.keys = 2, w.entries[0].key = w.entries[1].key = RegisteredKey::kFirst; }),
       Step::kRegisterLast},
      {"two, a pod may start with the old one", With([](World& w) {
         w.keys = 2, w.keys_stored_for = kMountDelay - std::chrono::seconds(1);
         w.entries[0].key = w.entries[1].key = RegisteredKey::kFirst;
       }),
       Step::kWait},
      {"two, unknown to a pod",
       With([&](World& w) { w.keys = 2, w.entries[0].key = w.entries[1].key = RegisteredKey::kFirst, unknown(w); }),
       Step::kWait},
      {"two, one entry moved", With([](World& w) { w.keys = 2, w.entries[0].key = RegisteredKey::kFirst; }),
       Step::kRegisterLast},
      {"two, just moved", With([](World& w) { w.keys = 2, w.registered_for = std::chrono::seconds(9); }), Step::kWait},
      {"two, moved", With([](World& w) { w.keys = 2; }), Step::kDropKey},
      {"a lost path, the last key unknown to a pod",
       With([&](World& w) { w.keys = 2, w.entries[0].key = RegisteredKey::kNone, unknown(w); }), Step::kRegisterFirst},
      {"a lost path", With([](World& w) { w.entries[0].key = RegisteredKey::kNone; }), Step::kRegisterLast},
      {"a lost path, the key unknown to a pod",
       With([&](World& w) { w.entries[0].key = RegisteredKey::kNone, unknown(w), w.pods_know_first = false; }),
       Step::kWait},
      {"an entry that is not called",
       With([&](World& w) { w.entries[0].key = RegisteredKey::kNone, w.entries[0].active = false, unknown(w); }),
       Step::kRegisterLast},
  };
  for (const auto& expected : cases) {
    EXPECT_EQ(Decide(expected.world), expected.step) << expected.name;
  }
}

TEST(Decide, ActivatesWhatThePodsCanAnswer) {
  const auto inactive = [](World& w) { w.entries[0].active = false; };
  const Case cases[] = {
      {"ready", With(inactive), Step::kActivate},
      {"a pod is not trusted", With([&](World& w) { inactive(w), w.entries[0].trusts_pods = false; }), Step::kWait},
      {"a pod does not know the key", With([&](World& w) { inactive(w), w.pods_know_last = false; }), Step::kWait},
      {"not registered", With([](World& w) { w.registered = false, w.entries.clear(); }), Step::kWait},
  };
  for (const auto& expected : cases) {
    EXPECT_EQ(Decide(expected.world), expected.step) << expected.name;
  }
}

TEST(Decide, LeavesTheCertificateOfOthersAlone) {
  for (const auto mode : {Mode::kCertManager, Mode::kExisting}) {
    World world = Idle();
    world.mode = mode;
    world.live = {};
    world.pods_serve_live = false;
    EXPECT_EQ(Decide(world), Step::kDone);
    world.entries[0].active = false;
    EXPECT_EQ(Decide(world), Step::kActivate);
    world.keys = 0;
    EXPECT_EQ(Decide(world), Step::kMakeKey);
  }
}

}  // namespace
}  // namespace certificates
