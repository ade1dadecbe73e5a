#include "trail/instance.h"

#include <gtest/gtest.h>

#include "testing/fakes.h"

namespace trail {
namespace {

TEST(MakeInstance, NamesTheHostAndDiffersAtEachStart) {
  fakes::FakeRandom random;
  const auto first = MakeInstance("token-webhook-1", random);
  const auto second = MakeInstance("token-webhook-1", random);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->substr(0, 16), "token-webhook-1/");
  EXPECT_EQ(first->size(), 32U);
  EXPECT_NE(*first, *second);
}

TEST(MakeInstance, HasAHostWhereTheSystemNamesNone) {
  fakes::FakeRandom random;
  EXPECT_EQ(MakeInstance("", random)->substr(0, 8), "unknown/");
}

}  // namespace
}  // namespace trail
