#include "rotation/consumer_pods.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class ConsumerPodsTest : public RotationFixture {
 protected:
  ConsumerPodsTest() {
    record.id = "0123456789ab";
    record.stamps = {{"api-service", "before"}};
  }
  Record record;
  PodInformer informer{cluster, clock};
};

TEST_F(ConsumerPodsTest, KnowsTheStampsOfEachPhase) {
  record.phase = Phase::kForward;
  EXPECT_EQ(StampOf(record, "api-service"), "0123456789ab");
  EXPECT_EQ(NextStamp(record, "0123456789ab"), "0123456789ab-again");
  EXPECT_EQ(NextStamp(record, "0123456789ab-again"), "0123456789ab-again-again");
  EXPECT_EQ(NextStamp(record, std::string(60, '0') + "-again"), "0123456789ab-again");
  EXPECT_TRUE(IsStampOfPhase(record, "0123456789ab-again"));
  EXPECT_FALSE(IsStampOfPhase(record, "before"));
  record.phase = Phase::kRollback;
  EXPECT_EQ(StampOf(record, "api-service"), "before");
  EXPECT_EQ(StampOf(record, "bridge"), "") << "it had none";
  EXPECT_EQ(NextStamp(record, "0123456789ab-again"), "0123456789ab-rollback");
  EXPECT_TRUE(IsStampOfPhase(record, "before"));
  EXPECT_TRUE(IsStampOfPhase(record, "0123456789ab-rollback"));
  EXPECT_FALSE(IsStampOfPhase(record, "0123456789ab"));
  EXPECT_FALSE(IsStampOfPhase(record, "0123456789ab-again"));
}

TEST_F(ConsumerPodsTest, DescribesWhichTokenThePodsHaveRead) {
  cluster.Deploy("api-service", "0123456789ab-again");
  cluster.Deploy("bridge", "0123456789ab-rollback");
  ASSERT_TRUE(informer.Load());
  EXPECT_EQ(
      DescribeHoldings(informer, profile, record),
      "api-service: 1 pods with the new token and 0 with the previous one, bridge: 0 pods with the new token and 1 "
      "with the previous one");
  record.strategy = Strategy::kDeletePods;
  EXPECT_EQ(DescribeHoldings(informer, profile, record), "");
}

TEST_F(ConsumerPodsTest, TellsReadyTerminatingAndMissingPodsApart) {
  ASSERT_TRUE(informer.Load());
  EXPECT_EQ(ReadyPods(informer, "api-service").size(), 1U);
  EXPECT_TRUE(UnprovenConsumers(informer, profile).empty());
  informer.MarkDeleted(ReadyPods(informer, "api-service").front().uid);
  EXPECT_TRUE(ReadyPods(informer, "api-service").empty());
  EXPECT_EQ(TerminatingPods(informer, profile).size(), 1U);
  EXPECT_EQ(UnprovenConsumers(informer, profile), std::vector<std::string>{"api-service"});
}

}  // namespace
}  // namespace rotation
