#include "trail_report/names.h"

#include <gtest/gtest.h>

namespace trail_report {
namespace {

TEST(Names, KeepsEachTextOnce) {
  Names names;
  const auto a = names.Keep("a");
  EXPECT_EQ(names.Keep("a"), a);
  EXPECT_NE(names.Keep("b"), a);
  EXPECT_EQ(names.Keep(""), 0U);
  EXPECT_EQ(names.Text(a) + names.Text(0) + names.Text(names.Keep("b")), "ab");
}

TEST(Names, IsBounded) {
  Names names;
  const std::string large(1U << 20U, 'x');
  for (int i = 0; i < 40; ++i) {
    names.Keep(large + std::to_string(i));
  }
  EXPECT_EQ(names.Text(names.Keep("another" + large)), "…");
  EXPECT_EQ(names.Text(names.Keep(large + "0")), large + "0");
}

}  // namespace
}  // namespace trail_report
