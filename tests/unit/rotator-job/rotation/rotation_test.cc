#include "rotation/rotation.h"

#include <gtest/gtest.h>

#include "retired/fingerprint.h"
#include "rotation_fixture.h"

namespace rotation {
namespace {

class RotationTest : public RotationFixture {
 protected:
  // One token is live, the pods hold it, and the record is at rest.
  void ExpectConverged(const std::string& what) {
    EXPECT_EQ(cluster.pod_tokens["api-service"], cluster.Token()) << what;
    EXPECT_EQ(cluster.pod_tokens["bridge"], cluster.Token()) << what;
    const Record record = ReadRecord();
    EXPECT_EQ(record.phase, Phase::kIdle) << what;
    EXPECT_EQ(record.holder, "") << what;
    EXPECT_TRUE(record.pending.Empty()) << what;
  }
  Exit RollBack() {
    Settings settings;
    settings.rollback = true;
    return Run(settings);
  }
  void ExpectPodsHold(const std::string& token) {
    EXPECT_EQ(cluster.Token(), token);
    EXPECT_EQ(cluster.pod_tokens["api-service"], token);
    EXPECT_EQ(cluster.pod_tokens["bridge"], token);
  }
};

TEST_F(RotationTest, ReplacesTheTokenAndRestartsEveryConsumerOnce) {
  const auto before = cluster.restarts;
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_NE(cluster.Token(), kOld);
  for (const auto& [name, count] : cluster.restarts) {
    EXPECT_EQ(count, before.at(name) + 1) << name;
  }
  ExpectConverged("");
  EXPECT_EQ(cluster.events, std::vector<std::string>{"TokenRotated"});
  EXPECT_LE(cluster.Calls(), 30);
}

TEST_F(RotationTest, SurvivesEveryFaultAtEveryCall) {
  using Fault = fakes::FakeCluster::Fault;
  for (const auto fault : {Fault::kBefore, Fault::kLost, Fault::kAfter, Fault::kConflict}) {
    for (int at = 1; at <= 40; ++at) {
      Reset();
      cluster.Inject(at, fault);
      Exit exit = Run();
      for (int again = 0; again < 3 && exit != Exit::kDone; ++again) {
        exit = Run();
      }
      const std::string what = "fault " + std::to_string(static_cast<int>(fault)) + " at call " + std::to_string(at);
      EXPECT_EQ(exit, Exit::kDone) << what;
      EXPECT_NE(cluster.Token(), kOld) << what;
      ExpectConverged(what);
    }
  }
}

// Serves `left` requests, then breaks.
class BreakingRandom final : public ports::Random {
 public:
  explicit BreakingRandom(int left) : left_(left) {}
  base::Result<base::SecretBytes> Bytes(std::size_t count) override {
    return left_-- > 0 ? good_.Bytes(count) : base::Fail(base::Code::kInternal, "no random bytes");
  }

 private:
  fakes::FakeRandom good_;
  int left_;
};

TEST_F(RotationTest, AsksForAPersonWhenTheRandomGeneratorBreaks) {
  for (int left = 0; left < 3; ++left) {  // The decoy, the id, the token.
    Reset();
    BreakingRandom breaking(left);
    Settings settings;
    settings.holder = "run";
    EXPECT_EQ(rotation::Run({settings, profile, cluster, cluster, clock, breaking, log}), Exit::kNeedsPerson) << left;
    EXPECT_TRUE(Logged("no random bytes")) << left;
    EXPECT_EQ(cluster.Token(), kOld) << left;
    log.lines.clear();
  }
  EXPECT_EQ(Run(), Exit::kDone) << "no lock stays behind";
}

TEST_F(RotationTest, GoesBackWhenTheNewTokenCannotBeProven) {
  cluster.broken = true;
  EXPECT_EQ(Run(), Exit::kRolledBack);
  EXPECT_EQ(cluster.Token(), kOld);
  ExpectConverged("");
  EXPECT_EQ(ReadRecord().failures, 1);
  EXPECT_EQ(cluster.events, std::vector<std::string>{"TokenRotationRolledBack"});
}

TEST_F(RotationTest, AsksForAPersonAfterThreeFailuresAndObeysForce) {
  cluster.broken = true;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Run(), Exit::kRolledBack);
  }
  cluster.broken = false;
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kOld);
  Settings force;
  force.force = true;
  EXPECT_EQ(Run(force), Exit::kDone);
  EXPECT_EQ(ReadRecord().failures, 0);
}

TEST_F(RotationTest, LeavesATokenThatIsYoungEnough) {
  Settings settings;
  settings.max_age = std::chrono::hours(24 * 30);
  EXPECT_EQ(Run(settings), Exit::kDone);  // The Secret is of January.
  const std::string token = cluster.Token();
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_EQ(cluster.Token(), token);
  clock.Advance(std::chrono::hours(24 * 31));
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_NE(cluster.Token(), token);
}

TEST_F(RotationTest, ChangesNothingInADryRun) {
  Settings settings;
  settings.dry_run = true;
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_TRUE(cluster.secrets["token-rotator-record"].data.empty());
}

TEST_F(RotationTest, RollsBackToTheTokenBeforeAndForwardAgain) {
  EXPECT_EQ(Run(), Exit::kDone);
  const std::string made = cluster.Token();
  clock.Advance(std::chrono::hours(1));
  EXPECT_EQ(RollBack(), Exit::kDone);
  ExpectPodsHold(kOld);
  EXPECT_EQ(ReadRecord().failures, 0);
  EXPECT_EQ(RollBack(), Exit::kDone);
  ExpectPodsHold(made);
}

TEST_F(RotationTest, KeepsThePreviousTokenForItsTimeAndThenWipesIt) {
  EXPECT_EQ(RollBack(), Exit::kNeedsPerson) << "nothing is kept before the first rotation";
  EXPECT_EQ(Run(), Exit::kDone);
  clock.Advance(std::chrono::hours(25));
  const std::string made = cluster.Token();
  EXPECT_EQ(RollBack(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), made);
  EXPECT_TRUE(ReadRecord().previous.Empty());
}

TEST_F(RotationTest, TurnsAnInterruptedRotationBackOnRollback) {
  StoreUnfinished();
  cluster.SetToken(kPending);
  cluster.Deploy("api-service", kUnfinished);
  EXPECT_EQ(RollBack(), Exit::kRolledBack);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_EQ(cluster.pod_tokens["api-service"], kOld);
}

// bridge has no proof: nothing but the second write of the Secret tells that its pods have read the old token.
TEST_F(RotationTest, RestartsEveryConsumerAgainAfterSomebodyHasWrittenTheOldTokenBack) {
  for (const int times : {1, 2}) {
    Reset();
    int left = times;
    cluster.refuse = [&](const fakes::FakeCluster::WriteCall& call) -> std::optional<base::Error> {
      if (!call.dry_run && call.what == "patch deployments/bridge" && left-- > 0) {
        cluster.SetToken(kOld);
      }
      return std::nullopt;
    };
    EXPECT_EQ(Run(), Exit::kDone);
    EXPECT_NE(cluster.Token(), kOld);
    EXPECT_EQ(cluster.pod_tokens["bridge"], cluster.Token());
    EXPECT_EQ(cluster.pod_tokens["api-service"], cluster.Token());
  }
}

TEST_F(RotationTest, RestartsEveryConsumerAgainIfTheOldTokenWasWrittenBackBetweenTwoRuns) {
  StoreUnfinished();
  auto& listed = cluster.secrets["token-guard-retired"].data;
  const base::SecretBytes key{std::string_view("01234567890123456789012345678901")};
  listed["hmac-key"] = std::string(key.Reveal());
  listed["retired.json"] = R"({"version":1,"rotatedAt":"","retired":[{"fingerprint":")" +
                           retired::Fingerprint(key, kPending) + R"(","at":"2026-11-24T05:00:00.000Z"}]})";
  for (const auto* name : {"api-service", "bridge"}) {
    cluster.Deploy(name, kUnfinished);  // While the old token was live again.
  }
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(cluster.Token(), kPending);
  EXPECT_EQ(cluster.pod_tokens["bridge"], cluster.Token());
  EXPECT_EQ(cluster.stamps["bridge"], std::string(kUnfinished) + "-again");
}

TEST_F(RotationTest, NamesUnmanagedReadersAfterAResumedRunToo) {
  StoreUnfinished();
  cluster.SetToken(kPending);
  kube::Pod pod;
  pod.uid = pod.name = "alone";
  pod.secrets["keptn-api-token"] = {"*"};
  cluster.others.push_back(pod);
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_TRUE(Logged("resuming a rotation"));
  EXPECT_TRUE(Logged("kubectl get pod alone -n keptn"));
}

TEST_F(RotationTest, AcceptsAClockThatIsAnHourOff) {
  Settings settings;
  settings.max_age = std::chrono::hours(24 * 30);
  EXPECT_EQ(Run(settings), Exit::kDone);
  const std::string made = cluster.Token();
  clock.SetNow(clock.Now() - std::chrono::minutes(59));
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_EQ(cluster.Token(), made) << "an hour off is no reason to rotate again";
}

TEST_F(RotationTest, RotatesEveryTimeWhereNoAgeIsGivenEvenByAClockThatIsBehind) {
  EXPECT_EQ(Run(), Exit::kDone);
  const std::string made = cluster.Token();
  clock.SetNow(clock.Now() - std::chrono::minutes(30));
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_NE(cluster.Token(), made);
}

}  // namespace
}  // namespace rotation
