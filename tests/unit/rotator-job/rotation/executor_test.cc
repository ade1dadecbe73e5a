// What a rotation does once it is under way.
#include "rotation/executor.h"

#include <gtest/gtest.h>

#include "retired/fingerprint.h"
#include "rotation_fixture.h"

namespace rotation {
namespace {

class ExecutorTest : public RotationFixture {};

// Somebody writes the old token back after each of the first writes of the new one.
class Reconciled final : public fakes::FakeCluster {
 public:
  base::Result<kube::Secret> GetSecret(const kube::SecretName& full) override {
    if (full.name == "keptn-api-token" && Token() != kOld && reverts < times) {
      SetToken(kOld);
      ++reverts;
    }
    return fakes::FakeCluster::GetSecret(full);
  }
  int times = 0;
  int reverts = 0;
};

TEST_F(ExecutorTest, OverwritesARevertTwiceAndThenEndsWithTheNameOfTheWriter) {
  for (const int times : {1, 2, 100}) {
    Reconciled reconciled;
    reconciled.clock = &clock;
    reconciled.SetToken(kOld);
    reconciled.Deploy("api-service", "");
    reconciled.Deploy("bridge", "");
    reconciled.writers = {{"keptn-api-token", "vault-operator"}};
    reconciled.times = times;
    log.lines.clear();
    const Exit exit = RunOn(reconciled);
    EXPECT_EQ(reconciled.reverts, std::min(times, RevertCounter::kMax)) << times;
    EXPECT_EQ(exit, times < RevertCounter::kMax ? Exit::kDone : Exit::kNeedsPerson) << times;
    EXPECT_EQ(reconciled.pod_tokens["api-service"], reconciled.Token()) << times;
    EXPECT_TRUE(Logged("somebody else has written the other token back fieldManager=vault-operator")) << times;
    if (times >= RevertCounter::kMax) {
      EXPECT_NE(log.lines.back().find("field manager vault-operator has written its token back 3 times"),
                std::string::npos)
          << log.lines.back();
    }
  }
}

class ReturnMarkTest : public ExecutorTest {
 protected:
  std::map<std::string, std::string>& Annotations() { return cluster.secrets["keptn-api-token"].annotations; }
  // The mark under the key that the run has stored.
  std::string MarkOf(std::string_view token) {
    const base::SecretBytes key(std::string_view(cluster.secrets["token-guard-retired"].data["hmac-key"]));
    return retired::ReturnMark(key, {"keptn", "keptn-api-token", "keptn-api-token"}, token);
  }
};

TEST_F(ReturnMarkTest, StandsBesideTheNewTokenAndNamesThePreviousOne) {
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(Annotations()["token-guard.keptn.sh/returnable"], MarkOf(kOld));
}

TEST_F(ReturnMarkTest, IsGoneOnceThePreviousTokenIsBack) {
  cluster.broken = true;
  EXPECT_EQ(Run(), Exit::kRolledBack);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_EQ(Annotations().count("token-guard.keptn.sh/returnable"), 0U);
}

TEST_F(ExecutorTest, SaysWhyNewPodsDidNotCome) {
  cluster.broken = true;
  cluster.warnings = {{"Pod", "unrelated", "Failed", "x"},
                      {"ReplicaSet", "api-service-7d4f", "FailedCreate", "exceeded quota: full"},
                      {"Pod", "bridge-3", "Unhealthy", "Readiness probe failed"}};
  EXPECT_EQ(Run(), Exit::kRolledBack);
  EXPECT_TRUE(Logged("rollout incomplete reason=ReplicaSet api-service-7d4f: FailedCreate: exceeded quota: full"));
  EXPECT_TRUE(Logged("rollout incomplete reason=Pod bridge-3: Unhealthy: Readiness probe failed"));
  EXPECT_FALSE(Logged("unrelated"));
}

TEST_F(ExecutorTest, EndsWellAlthoughOldPodsTerminateForLongerThanTheDeadline) {
  // An old pod of api-service appears as terminating once the rotation has stamped the template.
  class Draining final : public fakes::FakeCluster {
   public:
    base::Result<kube::Deployment> StampTemplate(const std::string& name, const std::string& rotation,
                                                 kube::Write write) override {
      if (write == kube::Write::kReal && others.empty()) {
        kube::Pod old;
        old.name = old.uid = "api-service-draining";
        old.owner = {"ReplicaSet", "api-service-set", "api-service-set"};
        old.terminating = true;
        others.push_back(old);
      }
      return fakes::FakeCluster::StampTemplate(name, rotation, write);
    }
  } draining;
  draining.clock = &clock;
  draining.SetToken(kOld);
  draining.Deploy("api-service", "");
  draining.Deploy("bridge", "");
  EXPECT_EQ(RunOn(draining), Exit::kDone);
  EXPECT_TRUE(Logged("old pod is still terminating pod=api-service-draining"));
}

TEST_F(ExecutorTest, SaysWhatIsLiveIfItIsStoppedInMidRotation) {
  cluster.broken = true;
  cluster.refuse = [&](const auto& call) {
    if (call.what == "patch deployments/bridge" && !call.dry_run) {
      clock.Stop();
    }
    return std::nullopt;
  };
  EXPECT_EQ(Run(), Exit::kUnreachable);
  const std::string& last = log.lines.back();
  EXPECT_NE(
      last.find("asked to stop; the next run resumes; the Secret keptn-api-token holds the new token; api-service: "
                "1 pods with the new token"),
      std::string::npos)
      << last;
  EXPECT_NE(last.find("run: token-rotator rollback"), std::string::npos) << last;
}

TEST_F(ExecutorTest, NeverOverwritesATokenWithAnEmptyPrevious) {
  cluster.secrets["keptn-api-token"].data.clear();
  cluster.broken = true;
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_NE(cluster.Token(), "");
  EXPECT_NE(log.lines.back().find("there was no token before this rotation to return to"), std::string::npos)
      << log.lines.back();
}

}  // namespace
}  // namespace rotation
