#include "certificates/observation.h"

#include "renewal_fixture.h"

namespace certificates {
namespace {

class ObserverTest : public RenewalTest {
 protected:
  Snapshot Observe() {
    auto snapshot = observer.Observe();
    EXPECT_TRUE(snapshot);
    return std::move(*snapshot);
  }
  Observer observer{settings, "token-guard", guard, guard, guard, clock};
};

TEST_F(ObserverTest, SeesAnEmptyInstallation) {
  const auto snapshot = Observe();
  const World& world = snapshot.world;
  EXPECT_EQ(world.live.condition, Condition::kMissing);
  EXPECT_TRUE(world.registered);
  EXPECT_EQ(world.entries.size(), 3U);
  EXPECT_EQ(world.keys, 0);
  EXPECT_FALSE(world.pods_serve_live || world.pods_know_first || world.pods_know_last);
  EXPECT_EQ(snapshot.obstacle, "no pod that mounts Secret token-webhook-tls is ready");
}

TEST_F(ObserverTest, SaysWhatBringsADeletedSecretBack) {
  for (const char* name : {kTlsSecret, kPathKeySecret}) {
    const auto stored = guard.secrets[name];
    guard.secrets[name].clear();
    const auto snapshot = observer.Observe();
    ASSERT_FALSE(snapshot);
    EXPECT_NE(snapshot.error().message.find("not found; apply the manifests, or the chart, again"), std::string::npos)
        << snapshot.error().message;
    guard.secrets[name] = stored;
  }
}

TEST_F(ObserverTest, SeesAnInstallationInOrder) {
  Run();
  clock.Advance(std::chrono::minutes(2));
  const auto snapshot = Observe();
  const World& world = snapshot.world;
  EXPECT_EQ(world.live.condition, Condition::kGood);
  EXPECT_TRUE(world.pods_serve_live && world.pods_know_last);
  for (const auto& entry : world.entries) {
    EXPECT_TRUE(entry.active && entry.trusts_pods && !entry.outdated && !entry.lacks_authority);
    EXPECT_EQ(entry.key, RegisteredKey::kLast);
  }
  EXPECT_EQ(snapshot.obstacle, "");
}

TEST_F(ObserverTest, MeasuresHowLongAConditionHolds) {
  Run();
  EXPECT_EQ(Observe().world.registered_for.count(), 0);
  clock.Advance(std::chrono::seconds(11));
  EXPECT_GE(Observe().world.registered_for, kPropagation);
  EXPECT_EQ(Observe().world.trusted_for.count(), 0);  // Nothing is pending.
}

TEST_F(ObserverTest, LeavesOutTheEntriesOfAnotherNamespace) {
  guard.Entry("mutate").ns = "keptn";
  const auto snapshot = Observe();
  EXPECT_FALSE(snapshot.world.registered);
  EXPECT_EQ(snapshot.world.entries.size(), 2U);
  EXPECT_EQ(snapshot.obstacle,
            "mutatingwebhookconfiguration/token-webhook does not exist or calls no Service of namespace token-guard: "
            "apply the manifests");
}

TEST_F(ObserverTest, PassesAFailedReadOn) {
  guard.Inject(4, Fault::kDenied);
  const auto snapshot = observer.Observe();
  ASSERT_FALSE(snapshot);
  EXPECT_EQ(snapshot.error().code, base::Code::kDenied);
}

}  // namespace
}  // namespace certificates
