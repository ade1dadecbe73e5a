#include "base/time_text.h"

#include <gtest/gtest.h>

namespace base {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

TEST(FormatTime, IsRfc3339InUtcWithMilliseconds) {
  EXPECT_EQ(FormatTime(system_clock::from_time_t(0) + milliseconds(7)), "1970-01-01T00:00:00.007Z");
  EXPECT_EQ(FormatTime(system_clock::from_time_t(1709164799) + milliseconds(999)), "2024-02-28T23:59:59.999Z");
  EXPECT_EQ(FormatTime(system_clock::from_time_t(1709164800)), "2024-02-29T00:00:00.000Z");
}

TEST(ParseTime, ReadsTimesOfFormatTimeAndOfKubernetes) {
  const auto time = system_clock::from_time_t(86401) + milliseconds(45);
  EXPECT_EQ(ParseTime(FormatTime(time)), time);
  EXPECT_EQ(ParseTime("1970-01-02T00:00:01Z"), system_clock::from_time_t(86401));
  EXPECT_EQ(ParseTime("1970-01-02T00:00:01.500999Z"), system_clock::from_time_t(86401) + milliseconds(500));
}

TEST(ParseTime, RejectsWhatIsNoTimeInUtc) {
  for (const auto* text : {"", "yesterday", "1970-01-02T00:00:01", "1970-01-02T00:00:01+01:00", "1970-01-02T00:00:01Z ",
                           "1970-01-02T00:00:01.5x", "9999-12-31T23:59:59Z", "1677-01-01T00:00:00Z"}) {
    EXPECT_EQ(ParseTime(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace base
