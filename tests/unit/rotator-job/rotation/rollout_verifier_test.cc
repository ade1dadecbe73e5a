#include "rotation/rollout_verifier.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class RolloutVerifierTest : public RotationFixture {};

TEST_F(RolloutVerifierTest, DeletesThePodsWhereThatIsTheStrategy) {
  Settings settings;
  settings.strategy = Strategy::kDeletePods;
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_EQ(cluster.pod_tokens["api-service"], cluster.Token());
  EXPECT_EQ(cluster.pod_tokens["bridge"], cluster.Token());
  EXPECT_NE(cluster.Token(), kOld);
  EXPECT_EQ(cluster.stamps["api-service"], "") << "the templates are left alone";
}

TEST_F(RolloutVerifierTest, SaysThatADeploymentWithoutPodsProvesNothing) {
  cluster.replicas = 0;
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_TRUE(Logged("set, not proven"));
  EXPECT_NE(cluster.event_message.find("the token was set; api-service has no pods"), std::string::npos);
  EXPECT_EQ(ReadRecord().unproven, "api-service");
}

TEST_F(RolloutVerifierTest, TellsTheDeploymentsToo) {
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(cluster.deployment_events, (std::vector<std::string>{"TokenRotationRestart", "TokenRotationRestart"}));
}

}  // namespace
}  // namespace rotation
