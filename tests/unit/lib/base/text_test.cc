#include <gtest/gtest.h>

#include "base/hex.h"
#include "base/time_text.h"

namespace base {
namespace {

TEST(FormatTime, IsRfc3339InUtcWithMilliseconds) {
  EXPECT_EQ(FormatTime(std::chrono::system_clock::from_time_t(0) + std::chrono::milliseconds(7)),
            "1970-01-01T00:00:00.007Z");
}

TEST(ParseTime, ReadsWhatFormatTimeAndKubernetesWrite) {
  const auto time = std::chrono::system_clock::from_time_t(86401) + std::chrono::milliseconds(45);
  EXPECT_EQ(ParseTime(FormatTime(time)), time);
  EXPECT_EQ(ParseTime("1970-01-02T00:00:01Z"), std::chrono::system_clock::from_time_t(86401));
  EXPECT_EQ(ParseTime("1970-01-02T00:00:01.500999Z"),
            std::chrono::system_clock::from_time_t(86401) + std::chrono::milliseconds(500));
  for (const auto* text : {"", "yesterday", "1970-01-02T00:00:01", "1970-01-02T00:00:01+01:00", "1970-01-02T00:00:01Z ",
                           "1970-01-02T00:00:01.5x"}) {
    EXPECT_EQ(ParseTime(text), std::nullopt) << text;
  }
}

TEST(Hex, IsLowerCaseWithTwoDigitsForEachByte) {
  EXPECT_EQ(Hex(std::string_view("\0\x0A\xFF", 3)), "000aff");
  EXPECT_EQ(Hex(""), "");
}

}  // namespace
}  // namespace base
