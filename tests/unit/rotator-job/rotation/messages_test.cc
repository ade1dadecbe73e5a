// Prints the last line of each way in which a rotation stops, for tests/golden/test_rotation_messages.py.
#include <gtest/gtest.h>

#include <iostream>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class MessagesTest : public RotationFixture {
 protected:
  using Call = fakes::FakeCluster::WriteCall;

  // Runs, prints the sentence of the last line, and begins anew.
  void Print(const std::string& name, const Settings& settings = {}) {
    log.lines.clear();
    EXPECT_NE(Run(settings), Exit::kDone) << name;
    const std::string prefix = "stopped error=";
    ASSERT_EQ(log.lines.back().rfind(prefix, 0), 0U) << log.lines.back();
    std::cout << "=== " << name << "\n" << log.lines.back().substr(prefix.size()) << "\n\n";
    profile = token::KeptnProfile();
    Reset();
  }
  void RefuseDryRun(const std::string& what) {
    cluster.refuse = [what](const Call& call) { return call.what == what && call.dry_run ? Refusal() : std::nullopt; };
  }
  void Answer(base::Result<int> answer) {
    cluster.ask = [answer](const std::string&, std::string_view) { return answer; };
  }
};

TEST_F(MessagesTest, Permissions) {
  cluster.rules = {{{{"*"}, {"*"}, {"secrets", "deployments", "replicasets"}, {}}}};
  Print("a verb is missing");
}

TEST_F(MessagesTest, Preflight) {
  cluster.secrets.erase("keptn-api-token");
  Print("the Secret does not exist");
  StoreRecord("{");
  Print("the record is garbled");
  cluster.secrets.erase("token-rotator-record");
  Print("the record does not exist");
  cluster.secret_owner = {"SealedSecret", "keptn-api-token", "uid"};
  Print("the Secret has an owner");
  cluster.missing = "bridge";
  Print("a consumer does not exist");
  cluster.template_reads = {{"another", "token"}};
  Print("a consumer reads another Secret");
  cluster.min_ready = std::chrono::seconds(900);
  Print("a rollout takes longer than the deadline");
  Settings back;
  back.rollback = true;
  Print("there is no token to return to", back);
}

TEST_F(MessagesTest, DryRuns) {
  for (const auto* what :
       {"patch secrets/keptn-api-token", "patch secrets/token-guard-retired", "patch deployments/api-service"}) {
    RefuseDryRun(what);
    Print(std::string("a policy refuses: ") + what);
  }
  profile.copies = {{"tools", "copy", "token"}};
  Print("a copy does not exist");
  cluster.injected = {{"metadata.annotations[sidecar.istio.io/status]", 1}, {"spec.containers[istio-proxy]", 1}};
  Print("another webhook adds a sidecar");
  for (int i = 0; i < 60; ++i) {
    cluster.injected["spec.template.spec.containers[a-container-with-a-long-name-" + std::to_string(i) + "].image"] = 1;
  }
  Print("another webhook changes everything");
}

TEST_F(MessagesTest, Proof) {
  Answer(base::Fail(base::Code::kUnavailable, "connection reset by peer"));
  Print("no pod answers");
  Answer(404);
  Print("the proof's path is wrong");
  Answer(200);
  Print("a pod accepts every token");
}

TEST_F(MessagesTest, AfterTheTokenHasChanged) {
  cluster.broken = true;
  Print("the new token cannot be proven");
  cluster.refuse = [](const Call& call) {
    return call.what == "patch deployments/bridge" && !call.dry_run ? Refusal() : std::nullopt;
  };
  Print("a restart is refused");
  cluster.broken = true;
  cluster.refuse = [this](const Call& call) {
    const bool back = call.what == "patch deployments/bridge" && cluster.Token() == kOld && !call.dry_run;
    return back ? Refusal() : std::nullopt;
  };
  Print("the rollback is refused");
}

}  // namespace
}  // namespace rotation
