#include "trail/line.h"

#include <gtest/gtest.h>

namespace trail {
namespace {

TEST(Line, HasItsFieldsInTheOrderOfTheCalls) {
  EXPECT_EQ(Line("lost", {})
                .Count(R"(,"lost":)", 7)
                .Bool(R"(,"b":)", true)
                .Optional(R"(,"o":)", std::nullopt)
                .Optional(R"(,"p":)", "\x1B[2J")
                .Finish("pod/0"),
            R"({"version":2,"type":"lost","time":"1970-01-01T00:00:00.000Z","lost":7,"b":true,"o":null,)"
            R"("p":"\u001B[2J","instance":"pod/0")");
}

TEST(Line, TruncatesALongText) {
  const auto record = Line("lost", {}).Text(R"(,"t":)", std::string(1000, 'x')).Finish("pod/0");
  EXPECT_NE(record.find("\"" + std::string(kMaxField, 'x') + "…\""), std::string::npos);
}

TEST(AppendLink, EndsTheObject) {
  std::string record = R"({"a":1)";
  AppendLink(record, 3, "beef");
  EXPECT_EQ(record, R"({"a":1,"sequence":3,"previous":"beef"})");
}

}  // namespace
}  // namespace trail
