#include "cli/duration.h"

#include <gtest/gtest.h>

namespace cli {
namespace {

TEST(ParseDuration, ReadsWhatPeopleWrite) {
  EXPECT_EQ(ParseDuration("30d"), std::chrono::hours(720));
  EXPECT_EQ(ParseDuration("12h"), std::chrono::hours(12));
  EXPECT_EQ(ParseDuration("90m"), std::chrono::minutes(90));
  EXPECT_EQ(ParseDuration("0s"), std::chrono::seconds(0));
  for (const auto* text : {"", "d", "30", "-1d", "1.5h", "30 d", "99999999999999999999d", "1w"}) {
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
  }
}

TEST(FormatDuration, PrefersTheLargestUnit) {
  EXPECT_EQ(FormatDuration(std::chrono::hours(48)), "2d");
  EXPECT_EQ(FormatDuration(std::chrono::hours(25)), "25h");
  EXPECT_EQ(FormatDuration(std::chrono::seconds(90)), "90s");
  EXPECT_EQ(FormatDuration(std::chrono::seconds(0)), "0s");
}

}  // namespace
}  // namespace cli
