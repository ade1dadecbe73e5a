// What a rotation does besides: rollback, copies, holders, permissions, the other strategy, clocks that jump.
#include <gtest/gtest.h>

#include "rotation/permissions.h"
#include "rotation/secret_readers.h"
#include "rotation_fixture.h"

namespace rotation {
namespace {

class FeaturesTest : public RotationFixture {
 protected:
  Exit RollBack() {
    Settings settings;
    settings.rollback = true;
    return Run(settings);
  }
  void WriteRecord(const std::string& json) { cluster.secrets["token-rotator-record"].data["record.json"] = json; }
  bool Logged(const std::string& message) {
    return std::find(log.messages.begin(), log.messages.end(), message) != log.messages.end();
  }
  void ExpectPodsHold(const std::string& token) {
    EXPECT_EQ(cluster.Token(), token);
    EXPECT_EQ(cluster.pod_tokens["api-service"], token);
    EXPECT_EQ(cluster.pod_tokens["bridge"], token);
  }
};

TEST_F(FeaturesTest, RollsBackToTheTokenBeforeAndForwardAgain) {
  EXPECT_EQ(Run(), Exit::kDone);
  const std::string made = cluster.Token();
  clock.Advance(std::chrono::hours(1));
  EXPECT_EQ(RollBack(), Exit::kDone);
  ExpectPodsHold(kOld);
  EXPECT_EQ(ReadRecord().failures, 0);
  EXPECT_EQ(RollBack(), Exit::kDone);
  ExpectPodsHold(made);
}

TEST_F(FeaturesTest, KeepsThePreviousTokenForItsTimeAndThenWipesIt) {
  EXPECT_EQ(RollBack(), Exit::kNeedsPerson) << "nothing is kept before the first rotation";
  EXPECT_EQ(Run(), Exit::kDone);
  clock.Advance(std::chrono::hours(25));
  const std::string made = cluster.Token();
  EXPECT_EQ(RollBack(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), made);
  EXPECT_TRUE(ReadRecord().previous.Empty());
}

TEST_F(FeaturesTest, TurnsAnInterruptedRotationBackOnRollback) {
  Record record;
  record.phase = Phase::kForward;
  record.id = "abc";
  record.pending = base::SecretBytes(std::string_view("lPz0mYJ3pQ0lV1K8x0W2bw=="));
  record.previous = base::SecretBytes(std::string_view(kOld));
  WriteRecord(std::string(SerializeRecord(record).Reveal()));
  cluster.SetToken("lPz0mYJ3pQ0lV1K8x0W2bw==");
  cluster.Deploy("api-service", "abc");
  EXPECT_EQ(RollBack(), Exit::kUndone);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_EQ(cluster.pod_tokens["api-service"], kOld);
}

TEST_F(FeaturesTest, DeletesThePodsWhereThatIsTheStrategy) {
  Settings settings;
  settings.strategy = Strategy::kDeletePods;
  EXPECT_EQ(Run(settings), Exit::kDone);
  ExpectPodsHold(cluster.Token());
  EXPECT_NE(cluster.Token(), kOld);
  EXPECT_EQ(cluster.stamps["api-service"], "") << "the templates are left alone";
}

TEST_F(FeaturesTest, KeepsCopiesEqual) {
  profile.copies = {{"tools", "copy", "token"}, {"other", "keptn-api-token", "keptn-api-token"}};
  cluster.secrets["tools/copy"];
  cluster.secrets["other/keptn-api-token"].data["keptn-api-token"] = "stale";
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(cluster.secrets["tools/copy"].data["token"], cluster.Token());
  EXPECT_EQ(cluster.secrets["other/keptn-api-token"].data["keptn-api-token"], cluster.Token());
}

TEST_F(FeaturesTest, PutsCopiesBackWithAnUndo) {
  profile.copies = {{"tools", "copy", "token"}};
  cluster.secrets["tools/copy"];
  cluster.broken = true;
  EXPECT_EQ(Run(), Exit::kUndone);
  EXPECT_EQ(cluster.secrets["tools/copy"].data["token"], kOld);
}

TEST_F(FeaturesTest, StopsBeforeTheCutOverWhereACopyCannotBeWritten) {
  profile.copies = {{"tools", "copy", "token"}};
  EXPECT_EQ(Run(), Exit::kNeedsPerson) << "there is none";
  cluster.secrets["tools/copy"];
  cluster.refused = {"tools/copy"};
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_EQ(cluster.restarts["api-service"], 2) << "nothing was restarted";
  EXPECT_EQ(ReadRecord().phase, Phase::kIdle);
}

// A copy that can no longer be written once the token is set.
class RefusesLate final : public fakes::FakeCluster {
 public:
  base::Result<kube::Secret> PatchSecret(const kube::SecretName& name, const std::string& version,
                                         const kube::DataChange& change, bool dry_run) override {
    refused = name.space == "tools" && !dry_run ? std::set<std::string>{"tools/copy"} : std::set<std::string>{};
    return fakes::FakeCluster::PatchSecret(name, version, change, dry_run);
  }
};

TEST_F(FeaturesTest, GoesBackWhereACopyIsRefusedAfterTheTokenWasSet) {
  profile.copies = {{"tools", "copy", "token"}};
  RefusesLate late;
  late.clock = &clock;
  late.SetToken(kOld);
  late.secrets["tools/copy"].data["token"] = kOld;
  Settings settings;
  settings.holder = "run";
  EXPECT_EQ(Rotation(settings, profile, late, late, clock, random, log).Run(), Exit::kUndone);
  EXPECT_EQ(late.Token(), kOld);
}

TEST_F(FeaturesTest, ConvergesWithCopiesAfterAnyFault) {
  profile.copies = {{"tools", "copy", "token"}};
  using Fault = fakes::FakeCluster::Fault;
  for (const auto fault : {Fault::kBefore, Fault::kLost, Fault::kAfter, Fault::kConflict}) {
    for (int at = 1; at <= 40; ++at) {
      cluster = fakes::FakeCluster();
      cluster.clock = &clock;
      cluster.SetToken(kOld);
      cluster.secrets["tools/copy"].data["token"] = kOld;
      cluster.Inject(at, fault);
      Exit exit = Run();
      for (int again = 0; again < 3 && exit != Exit::kDone; ++again) {
        exit = Run();
      }
      EXPECT_EQ(exit, Exit::kDone) << at;
      EXPECT_EQ(cluster.secrets["tools/copy"].data["token"], cluster.Token()) << at;
      EXPECT_NE(cluster.Token(), kOld) << at;
    }
  }
}

TEST_F(FeaturesTest, NamesHoldersThatTheProfileForgets) {
  kube::Pod pod;
  pod.uid = pod.name = "db-0";
  pod.owner = {"StatefulSet", "db", "db-uid"};
  pod.secrets = {"keptn-api-token"};
  cluster.others.push_back(pod);
  pod.uid = "alone";
  pod.name = "alone";
  pod.owner = {};
  cluster.others.push_back(pod);
  pod.uid = "stranger";
  pod.secrets = {"another"};
  cluster.others.push_back(pod);
  Fleet fleet(cluster, clock);
  ASSERT_TRUE(fleet.Load());
  const auto holders = ForgottenHolders(fleet, profile);
  ASSERT_EQ(holders.size(), 2U);
  EXPECT_EQ(holders[0].Remedy("keptn"), "kubectl delete -n keptn pod/alone, and start it again");
  EXPECT_EQ(holders[1].Remedy("keptn"), "kubectl rollout restart -n keptn statefulset/db");
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_TRUE(Logged("still to be restarted"));
}

TEST_F(FeaturesTest, NamesTheMissingPermissionAndChangesNothing) {
  for (const auto& permission : Needed(profile, Settings())) {
    kube::Rules all;
    for (const auto& other : Needed(profile, Settings())) {
      if (Describe(other) != Describe(permission)) {
        all.rules.push_back({{other.verb}, {other.group}, {other.resource}, {}});
        if (!other.name.empty()) {
          all.rules.back().names = {other.name};
        }
      }
    }
    cluster.rules = all;
    EXPECT_EQ(Run(), Exit::kNeedsPerson) << Describe(permission);
    EXPECT_EQ(cluster.secrets["token-rotator-record"].version, 1) << "not even the lock was taken";
  }
}

TEST_F(FeaturesTest, OnlyWarnsWhereEventsCannotBeWritten) {
  cluster.rules = {};
  for (const auto& needed : Needed(profile, Settings())) {
    cluster.rules.rules.push_back({{needed.verb}, {needed.group}, {needed.resource}, {}});
  }
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_TRUE(Logged("this account may not create events; the rotation goes on without them"));
}

TEST_F(FeaturesTest, TellsTheDeploymentsToo) {
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(cluster.deployment_events, (std::vector<std::string>{"TokenRotationRestart", "TokenRotationRestart"}));
}

TEST_F(FeaturesTest, RefusesTheRecordOfAnotherProfile) {
  WriteRecord(R"({"version":1,"guards":"another/key","phase":"forward","id":"x","pending":"p"})");
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kOld);
}

TEST_F(FeaturesTest, NeverActsOnARecordThatMakesNoSense) {
  for (const auto* json :
       {"garbage", R"({"version":1,"phase":"sideways"})", R"({"version":1,"phase":"forward","previous":"x"})",
        R"({"version":1,"phase":"back","id":"a"})", R"({"version":1,"failures":-4})",
        R"({"version":1,"strategy":"hope"})"}) {
    WriteRecord(json);
    EXPECT_EQ(Run(), Exit::kNeedsPerson) << json;
    EXPECT_EQ(cluster.Token(), kOld) << json;
  }
}

TEST_F(FeaturesTest, IsNotFooledByAClockThatWasWrong) {
  Settings settings;
  settings.max_age = std::chrono::hours(24 * 30);
  WriteRecord(R"({"version":1,"rotated":"2099-01-01T00:00:00.000Z","previous":"kept"})");
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_NE(cluster.Token(), kOld) << "a rotation in the future counts for nothing";
  const std::string made = cluster.Token();
  clock.SetNow(clock.Now() - std::chrono::minutes(59));
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_EQ(cluster.Token(), made) << "an hour off is no reason to rotate again";
}

TEST_F(FeaturesTest, RotatesEveryTimeWhereNoAgeIsGivenEvenByAClockThatIsBehind) {
  EXPECT_EQ(Run(), Exit::kDone);
  const std::string made = cluster.Token();
  clock.SetNow(clock.Now() - std::chrono::minutes(30));
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_NE(cluster.Token(), made);
}

TEST_F(FeaturesTest, ProvesADeploymentWithoutPods) {
  // Two replicas wanted by nobody: nothing to restart, nothing left behind.
  class Empty final : public fakes::FakeCluster {
   public:
    base::Result<kube::Deployment> GetDeployment(const std::string& name) override {
      auto deployment = fakes::FakeCluster::GetDeployment(name);
      if (deployment) {
        deployment->replicas = deployment->status_replicas = deployment->updated_replicas =
            deployment->available_replicas = 0;
      }
      return deployment;
    }
    base::Result<kube::PodList> ListPods() override { return kube::PodList{{}, "1"}; }
    base::Result<std::unique_ptr<kube::PodWatch>> WatchPods(const std::string&) override {
      return std::unique_ptr<kube::PodWatch>(new Silent(*clock));
    }
    class Silent final : public kube::PodWatch {
     public:
      explicit Silent(fakes::FakeClock& clock) : clock_(clock) {}
      base::Result<std::vector<kube::PodChange>> Next(std::chrono::milliseconds wait) override {
        clock_.Advance(wait);
        return std::vector<kube::PodChange>{};
      }

     private:
      fakes::FakeClock& clock_;
    };
  } empty;
  empty.clock = &clock;
  empty.SetToken(kOld);
  Settings settings;
  settings.holder = "run";
  EXPECT_EQ(Rotation(settings, profile, empty, empty, clock, random, log).Run(), Exit::kDone);
}

}  // namespace
}  // namespace rotation
