#include "rotation/revert_counter.h"

#include <gtest/gtest.h>

namespace rotation {
namespace {

TEST(RevertCounter, CountsOnlyWhatFollowsTheTokenOfThePhase) {
  RevertCounter counter;
  EXPECT_FALSE(counter.Observe(Live::kPrevious, Phase::kForward)) << "not set yet";
  EXPECT_FALSE(counter.Observe(Live::kPending, Phase::kForward));
  EXPECT_TRUE(counter.Observe(Live::kPrevious, Phase::kForward));
  EXPECT_FALSE(counter.Observe(Live::kPrevious, Phase::kForward)) << "the same one";
  EXPECT_FALSE(counter.Observe(Live::kPending, Phase::kForward));
  EXPECT_FALSE(counter.Observe(Live::kOther, Phase::kForward)) << "a new token is no revert";
  EXPECT_EQ(counter.Count(), 1);
}

TEST(RevertCounter, CountsEachPhaseByItself) {
  RevertCounter counter;
  for (int i = 0; i < RevertCounter::kMax; ++i) {
    EXPECT_FALSE(counter.Exceeded());
    counter.Observe(Live::kPending, Phase::kForward);
    counter.Observe(Live::kPrevious, Phase::kForward);
  }
  EXPECT_TRUE(counter.Exceeded());
  counter.Reset();
  EXPECT_FALSE(counter.Exceeded());
  counter.Observe(Live::kPrevious, Phase::kRollback);
  EXPECT_TRUE(counter.Observe(Live::kPending, Phase::kRollback));
}

}  // namespace
}  // namespace rotation
