#include "json/located.h"

#include <gtest/gtest.h>

namespace json {
namespace {

using Kind = LocatedValue::Kind;

TEST(ParseLocated, KeepsTheLineOfEachValue) {
  const auto root = ParseLocated("{\n \"name\": \"a\",\n \"list\": [\n  1.50,\n  true,\n  null\n ]\n}");
  ASSERT_TRUE(root.has_value());
  ASSERT_EQ(root->kind, Kind::kObject);
  EXPECT_EQ(root->line, 1U);
  ASSERT_EQ(root->members.size(), 2U);
  EXPECT_EQ(root->members[0].name, "name");
  EXPECT_EQ(root->members[0].value.text, "a");
  EXPECT_EQ(root->members[0].value.line, 2U);
  const auto& list = root->members[1].value;
  ASSERT_EQ(list.items.size(), 3U);
  EXPECT_EQ(list.line, 3U);
  EXPECT_EQ(list.items[0].kind, Kind::kNumber);
  EXPECT_EQ(list.items[0].text, "1.50");
  EXPECT_EQ(list.items[0].line, 4U);
  EXPECT_TRUE(list.items[1].truth);
  EXPECT_EQ(list.items[2].kind, Kind::kNull);
}

TEST(ParseLocated, KeepsEveryMemberOfTheSameName) { EXPECT_EQ(ParseLocated(R"({"a":1,"a":2})")->members.size(), 2U); }

TEST(ParseLocated, NamesTheLineOfAFault) {
  const auto complaint = [](const std::string& text) { return ParseLocated(text).error().message; };
  EXPECT_EQ(complaint("{\n\"a\": }"), "line 2: not JSON: Invalid value.");
  EXPECT_EQ(complaint(std::string(17, '[')), "line 1: not JSON: more than 16 levels");
}

}  // namespace
}  // namespace json
