#include "http_server/body_budget.h"

#include <gtest/gtest.h>

namespace http_server {
namespace {

TEST(BodyBudget, GivesWhatIsLeftAndTakesItBack) {
  BodyBudget budget(100);
  auto first = budget.Reserve(60);
  EXPECT_TRUE(first);
  EXPECT_EQ(budget.Left(), 40U);
  EXPECT_FALSE(budget.Reserve(41));
  EXPECT_EQ(budget.Left(), 40U);
  first = BodyReservation();
  EXPECT_EQ(budget.Left(), 100U);
}

TEST(BodyBudget, KeepsAReservationThatMoves) {
  BodyBudget budget(100);
  {
    BodyReservation outer;
    {
      auto inner = budget.Reserve(60);
      outer = std::move(inner);
    }
    EXPECT_EQ(budget.Left(), 40U);
    const BodyReservation moved(std::move(outer));
    EXPECT_TRUE(moved);
    EXPECT_EQ(budget.Left(), 40U);
  }
  EXPECT_EQ(budget.Left(), 100U);
}

}  // namespace
}  // namespace http_server
