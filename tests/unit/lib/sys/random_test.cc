#include "sys/random.h"

#include <gtest/gtest.h>

namespace sys {
namespace {

TEST(OpenSslRandom, ReturnsAsManyBytesAsAskedForAndNeverTheSame) {
  OpenSslRandom random;
  const auto a = random.Bytes(32);
  const auto b = random.Bytes(32);
  ASSERT_TRUE(a.has_value() && b.has_value());
  EXPECT_EQ(a->size(), 32U);
  EXPECT_FALSE(a->Equals(*b));
}

}  // namespace
}  // namespace sys
