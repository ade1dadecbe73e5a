#include "rotation/secret_readers.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class SecretReadersTest : public RotationFixture {};

TEST_F(SecretReadersTest, NamesReadersThatNoConsumerNames) {
  kube::Pod pod;
  pod.uid = pod.name = "db-0";
  pod.owner = {"StatefulSet", "db", "db-uid"};
  pod.secrets["keptn-api-token"] = {"*"};
  cluster.others.push_back(pod);
  pod.uid = "alone";
  pod.name = "alone";
  pod.owner = {};
  cluster.others.push_back(pod);
  pod.uid = "stranger";
  pod.secrets = {{"another", {"*"}}};
  cluster.others.push_back(pod);
  PodInformer informer(cluster, clock);
  ASSERT_TRUE(informer.Load());
  const auto readers = UnmanagedReaders(informer, profile);
  ASSERT_EQ(readers.size(), 2U);
  EXPECT_EQ(readers[0].Remedy("keptn"), "kubectl get pod alone -n keptn -o yaml | kubectl replace --force -f -");
  EXPECT_EQ(readers[1].Remedy("keptn"), "kubectl rollout restart -n keptn statefulset/db");
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_TRUE(Logged("still to be restarted"));
}

TEST(SecretReader, HasARemedyForEachKindOfOwner) {
  const auto remedy = [](const char* kind) { return SecretReader{kind, "x"}.Remedy("keptn"); };
  EXPECT_EQ(remedy("DaemonSet"), "kubectl rollout restart -n keptn daemonset/x");
  EXPECT_EQ(remedy("ReplicaSet"), "delete the pods of ReplicaSet x in namespace keptn one by one; it replaces them");
  EXPECT_EQ(remedy("Rollout"), "restart Rollout x in namespace keptn with the tool that manages it");
  EXPECT_EQ(remedy("Job"), "nothing if Job x ends soon: the next Job reads the new token");
}

TEST_F(SecretReadersTest, NamesTheOwnerOfAReplicaSet) {
  kube::Pod pod;
  pod.name = pod.uid = "canary-1";
  pod.owner = {"ReplicaSet", "canary-7d4f", "canary-set"};
  pod.secrets["keptn-api-token"] = {"*"};
  cluster.others.push_back(pod);
  cluster.other_sets.push_back({"canary-set", {"Rollout", "canary", "canary-uid"}});
  PodInformer informer(cluster, clock);
  ASSERT_TRUE(informer.Load());
  const auto readers = UnmanagedReaders(informer, profile);
  ASSERT_EQ(readers.size(), 1U);
  EXPECT_EQ(readers[0].kind + " " + readers[0].name, "Rollout canary");
}

TEST(Reads, KnowsTheKeyOrEveryKey) {
  EXPECT_TRUE(Reads({{"s", {"k"}}}, "s", "k"));
  EXPECT_TRUE(Reads({{"s", {"*"}}}, "s", "k"));
  EXPECT_FALSE(Reads({{"s", {"other"}}}, "s", "k"));
  EXPECT_FALSE(Reads({{"other", {"*"}}}, "s", "k"));
}

}  // namespace
}  // namespace rotation
