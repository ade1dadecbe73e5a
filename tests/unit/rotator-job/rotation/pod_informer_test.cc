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

// As anyone who may create pods can make one. It would be sent the live token, and its answers would count.
TEST_F(PodInformerTest, BelievesNoPodThatNamesADeploymentAsItsOwner) {
  kube::Pod rogue;
  rogue.uid = rogue.name = rogue.ip = "rogue";
  rogue.ready = true;
  rogue.owner = {"Deployment", "api-service", "api-service-uid"};
  cluster.others.push_back(rogue);
  ASSERT_TRUE(informer.Load());
  EXPECT_EQ(informer.DeploymentOf(informer.Pods().at("rogue")).name, "");
  EXPECT_EQ(informer.OwnerOf(informer.Pods().at("rogue")).name, "");
  cluster.ask = [&](const std::string& ip, std::string_view token) -> base::Result<int> {
    EXPECT_NE(ip, "rogue");
    return token == cluster.Token() ? 200 : 401;
  };
  EXPECT_EQ(Run(), Exit::kDone);
}

}  // namespace
}  // namespace rotation
