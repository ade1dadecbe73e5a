#include "guesswork/keyboard.h"

#include <gtest/gtest.h>

namespace guesswork {
namespace {

TEST(KeyOf, KnowsTheLayouts) {
  EXPECT_EQ(KeyOf(0, 'y').column, 5);
  EXPECT_EQ(KeyOf(1, 'z').column, 5);
  EXPECT_EQ(KeyOf(2, 'a').row, 1);
  EXPECT_TRUE(KeyOf(0, 'Q').shifted);
  EXPECT_EQ(KeyOf(3, 'q').row, kNoKey);
  EXPECT_EQ(KeyOf(0, '\xC3').row, kNoKey);
}

TEST(StepBetween, IsADirectionBetweenNeighboursAlone) {
  EXPECT_EQ(StepBetween(KeyOf(0, 'q'), KeyOf(0, 'w')), StepBetween(KeyOf(0, 'k'), KeyOf(0, 'l')));
  EXPECT_EQ(StepBetween(KeyOf(0, '1'), KeyOf(0, 'q')), StepBetween(KeyOf(0, 'q'), KeyOf(0, 'a')));
  EXPECT_EQ(StepBetween(KeyOf(0, 'q'), KeyOf(0, 'p')), kNoStep);
  EXPECT_EQ(StepBetween(KeyOf(3, 'q'), KeyOf(3, 'w')), kNoStep);
}

TEST(AreNeighbours, AgreesWithTheStepsOfTheUsLayout) {
  for (int from = 0; from < 256; ++from) {
    for (int to = 0; to < 256; ++to) {
      const char a = static_cast<char>(from);
      const char b = static_cast<char>(to);
      EXPECT_EQ(AreNeighbours(a, b), StepBetween(KeyOf(0, a), KeyOf(0, b)) != kNoStep) << from << " " << to;
    }
  }
}

}  // namespace
}  // namespace guesswork
