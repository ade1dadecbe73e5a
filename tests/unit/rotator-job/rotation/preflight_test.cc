// What ends a run before anything has changed.
#include "rotation/preflight.h"

#include <gtest/gtest.h>

#include "rotation/permissions.h"
#include "rotation_fixture.h"

namespace rotation {
namespace {

class PreflightTest : public RotationFixture {
 protected:
  void ExpectEnd(const std::string& sentence) {
    EXPECT_EQ(Run(), Exit::kNeedsPerson) << sentence;
    EXPECT_EQ(cluster.Token(), kOld) << sentence;
    EXPECT_NE(log.lines.back().find(sentence), std::string::npos) << log.lines.back();
    EXPECT_NE(log.lines.back().find("nothing was changed"), std::string::npos) << log.lines.back();
  }
};

TEST_F(PreflightTest, AsksEachPodWithTheAddressAndPortOfTheProofToCome) {
  cluster.ask = [](const std::string&, std::string_view) {
    return base::Result<int>(base::Fail(base::Code::kUnavailable, "connection reset by peer"));
  };
  ExpectEnd("cannot be asked for the token");
}

TEST_F(PreflightTest, PassesAPodOverThatIsEvictedMeanwhile) {
  bool evicted = false;
  cluster.ask = [&](const std::string& ip, std::string_view token) -> base::Result<int> {
    if (!evicted) {
      evicted = true;
      cluster.Deploy(ip, "");
      return base::Fail(base::Code::kUnavailable, "connection refused");
    }
    return token == cluster.pod_tokens[ip] ? 200 : 401;
  };
  EXPECT_EQ(Run(), Exit::kDone);
}

TEST_F(PreflightTest, HealsAPodThatAcceptsNeitherToken) {
  cluster.pod_tokens["api-service"] = "a third token";
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_TRUE(Logged("pod refuses the current token; the restart heals this"));
  EXPECT_EQ(cluster.pod_tokens["api-service"], cluster.Token());
}

TEST_F(PreflightTest, RotatesATokenAwayThatNoHeaderCarries) {
  cluster.SetToken("two\nlines");
  cluster.Deploy("api-service", "");
  cluster.Deploy("bridge", "");
  cluster.ask = [&](const std::string& ip, std::string_view token) {
    EXPECT_EQ(token.find('\n'), std::string_view::npos);
    return base::Result<int>(token == cluster.pod_tokens[ip] ? 200 : 401);
  };
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_NE(cluster.Token(), "two\nlines");
}

TEST_F(PreflightTest, RollsBackToATokenThatNoHeaderCarries) {
  cluster.SetToken("two\nlines");
  cluster.Deploy("api-service", "");
  cluster.Deploy("bridge", "");
  cluster.broken = true;
  EXPECT_EQ(Run(), Exit::kRolledBack);
  EXPECT_EQ(cluster.Token(), "two\nlines");
}

TEST_F(PreflightTest, SaysHowToCreateASecretThatIsDeletedMeanwhile) {
  constexpr int kTries = 2;  // The new token, and the new one with the mark of the current one.
  for (int at = 1; at <= kTries; ++at) {
    int tried = 0;
    cluster.refuse = [&](const auto& call) -> std::optional<base::Error> {
      if (call.what == "patch secrets/keptn-api-token" && call.dry_run && ++tried == at) {
        return base::Error{base::Code::kNotFound, "secrets \"keptn-api-token\" not found"};
      }
      return std::nullopt;
    };
    EXPECT_EQ(Run(), Exit::kNeedsPerson) << at;
    EXPECT_NE(log.lines.back().find("does not exist"), std::string::npos) << log.lines.back();
    EXPECT_EQ(tried, at);
  }
}

// A webhook that accepts the new token without a mark, but not with the mark of the current one: the second dry run.
class WeakReturnTest : public PreflightTest {
 protected:
  void RefuseReturns(int times) {
    cluster.SetToken(kWeak);
    cluster.Deploy("api-service", "");
    cluster.Deploy("bridge", "");
    dry_runs_ = 0;
    cluster.refuse = [this, times](const fakes::FakeCluster::WriteCall& call) -> std::optional<base::Error> {
      if (call.what != "patch secrets/keptn-api-token" || !call.dry_run) {
        return std::nullopt;
      }
      ++dry_runs_;
      return dry_runs_ > 1 && dry_runs_ <= 1 + times ? Refusal() : std::nullopt;
    };
  }
  static constexpr const char* kWeak = "weak";

 private:
  int dry_runs_ = 0;
};

TEST_F(WeakReturnTest, EndsTheRunIfTheWebhookWouldNotAcceptTheCurrentTokenBack) {
  cluster.secrets["token-guard-retired"].data["hmac-key"] = std::string(32, 'k');
  RefuseReturns(1000);
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kWeak);
  EXPECT_NE(log.lines.back().find("the return of the current token"), std::string::npos) << log.lines.back();
  EXPECT_NE(log.lines.back().find("nothing was changed"), std::string::npos) << log.lines.back();
}

TEST_F(WeakReturnTest, EndsTheRunIfTheWebhookAcceptsEveryMark) {
  cluster.secrets["token-guard-retired"].data["hmac-key"] = std::string(32, 'k');
  cluster.SetToken(kWeak);
  cluster.Deploy("api-service", "");
  cluster.Deploy("bridge", "");
  cluster.refuse = [dry_runs = 0](const fakes::FakeCluster::WriteCall& call) mutable -> std::optional<base::Error> {
    const bool of_the_secret = call.what == "patch secrets/keptn-api-token" && call.dry_run;
    return of_the_secret && ++dry_runs == 3 ? Refusal() : std::nullopt;  // The third is that of a weak token.
  };
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kWeak);
  EXPECT_NE(log.lines.back().find("accepts the mark of another token"), std::string::npos) << log.lines.back();
}

TEST_F(WeakReturnTest, IsWaitedForWhileTheWebhookCannotKnowANewKeyYet) {
  RefuseReturns(10);
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_NE(cluster.Token(), kWeak);
}

TEST_F(PreflightTest, WantsEachConsumerToReadTheSecretAndItsKey) {
  cluster.template_reads = {{"another-secret", "keptn-api-token"}};
  ExpectEnd("the Deployment api-service does not read key keptn-api-token of Secret keptn-api-token");
  cluster.template_reads = {{"keptn-api-token", "another-key"}};
  ExpectEnd("the Deployment api-service does not read key keptn-api-token of Secret keptn-api-token");
  cluster.template_reads = {{"keptn-api-token", "*"}};
  EXPECT_EQ(Run(), Exit::kDone);
}

TEST_F(PreflightTest, ComparesTheTimesOfARolloutWithTheDeadline) {
  cluster.min_ready = std::chrono::seconds(300);
  ExpectEnd("needs 300 s for a rollout");
  cluster.min_ready = std::chrono::seconds(299);
  EXPECT_EQ(Run(), Exit::kDone);
}

TEST_F(PreflightTest, StopsAtASecretThatAControllerOwns) {
  cluster.secret_owner = {"SealedSecret", "keptn-api-token", "u"};
  ExpectEnd("SealedSecret keptn-api-token owns the Secret and would revert the rotation");
  Settings accept;
  accept.accept_owner = true;
  EXPECT_EQ(Run(accept), Exit::kDone);
}

TEST_F(PreflightTest, SaysWhatToDoAboutAMissingConsumer) {
  class WithoutBridge final : public fakes::FakeCluster {
   public:
    base::Result<kube::Deployment> GetDeployment(const std::string& name) override {
      return name == "bridge" ? base::Fail(base::Code::kNotFound, "get Deployment bridge: not found")
                              : fakes::FakeCluster::GetDeployment(name);
    }
  } missing;
  missing.SetToken(kOld);
  missing.Deploy("api-service", "");
  EXPECT_EQ(RunOn(missing), Exit::kNeedsPerson);
  EXPECT_NE(log.lines.back().find("remove it from the consumers of the profile"), std::string::npos);
}

TEST_F(PreflightTest, NamesTheOverlayThatDeletingPodsNeeds) {
  Settings settings;
  settings.strategy = Strategy::kDeletePods;
  cluster.rules = {};
  for (const auto& needed : Needed(profile, Settings())) {
    cluster.rules.rules.push_back({{needed.verb}, {needed.group}, {needed.resource}, {}});
  }
  EXPECT_EQ(Run(settings), Exit::kNeedsPerson);
  EXPECT_NE(log.lines.back().find("kubectl apply -k manifests/delete-pods"), std::string::npos) << log.lines.back();
}

TEST_F(PreflightTest, DoesNotWaitForPodsThatWereTerminatingBefore) {
  kube::Pod dead;
  dead.name = dead.uid = "api-service-of-a-dead-node";
  dead.owner = {"ReplicaSet", "api-service-set", "api-service-set"};
  dead.terminating = true;
  cluster.others.push_back(dead);
  const auto before = clock.Monotonic();
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_LT(clock.Monotonic() - before, std::chrono::seconds(60));
  EXPECT_TRUE(Logged("pod was terminating before the rotation and is not waited for pod=api-service-of-a-dead-node"));
}

}  // namespace
}  // namespace rotation
