#include "rotation/pod_informer.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class PodInformerTest : public RotationFixture {
 protected:
  PodInformer informer{cluster, clock};
};

TEST_F(PodInformerTest, ListsOnceAndFollowsTheWatch) {
  ASSERT_TRUE(informer.Load());
  const int calls = cluster.Calls();
  ASSERT_TRUE(informer.Load());
  EXPECT_EQ(cluster.Calls(), calls);
  cluster.Deploy("bridge", "x");
  ASSERT_TRUE(informer.Wait(std::chrono::milliseconds(10)));
  EXPECT_EQ(informer.Pods().count("bridge-" + std::to_string(cluster.restarts["bridge"])), 1U);
  EXPECT_EQ(informer.Pods().size(), 2U);
}

TEST_F(PodInformerTest, ListsAgainAfterASilence) {
  ASSERT_TRUE(informer.Wait(std::chrono::milliseconds(10)));
  ASSERT_TRUE(informer.Wait(PodInformer::kSilence));
  const int calls = cluster.Calls();
  ASSERT_TRUE(informer.Load());
  EXPECT_EQ(cluster.Calls(), calls + 1);
  ASSERT_TRUE(informer.Wait(std::chrono::milliseconds(10)));
  EXPECT_EQ(cluster.Calls(), calls + 1) << "the list agrees with the watch, which goes on";
}

TEST_F(PodInformerTest, WatchesAnewIfTheWatchHasMissedAChange) {
  ASSERT_TRUE(informer.Wait(std::chrono::milliseconds(10)));
  ASSERT_TRUE(informer.Wait(PodInformer::kSilence));
  cluster.Deploy("bridge", "x");
  const int calls = cluster.Calls();
  ASSERT_TRUE(informer.Load());
  ASSERT_TRUE(informer.Wait(std::chrono::milliseconds(10)));
  EXPECT_EQ(cluster.Calls(), calls + 2);
  EXPECT_EQ(informer.Pods().count("bridge-" + std::to_string(cluster.restarts["bridge"])), 1U);
}

TEST_F(PodInformerTest, FindsADeploymentByTheOwnersUids) {
  kube::Pod stranger;
  stranger.uid = stranger.name = "stranger";
  stranger.owner = {"ReplicaSet", "api-service-set", "another-uid"};
  cluster.others.push_back(stranger);
  ASSERT_TRUE(informer.Load());
  for (const auto& [uid, pod] : informer.Pods()) {
    EXPECT_EQ(informer.DeploymentOf(pod).name, uid == "stranger" ? "" : uid.substr(0, uid.rfind('-'))) << uid;
  }
}

}  // namespace
}  // namespace rotation
