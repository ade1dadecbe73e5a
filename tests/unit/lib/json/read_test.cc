#include "json/read.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace json {
namespace {

constexpr std::string_view kDeployment =
    R"({"kind":"Deployment","metadata":{"name":"api","labels":{"app":"keptn","n":1}},"spec":{"replicas":2,"paused":true},
        "items":[1,2,3]})";

TEST(Object, ReadsMembersByTheirPath) {
  const auto object = Object::Parse(kDeployment);
  ASSERT_TRUE(object.has_value());
  const Value* root = &object->Root();
  EXPECT_EQ(Text(root, {"metadata", "name"}), "api");
  EXPECT_EQ(Number(root, {"spec", "replicas"}, 1), 2);
  EXPECT_TRUE(Flag(root, {"spec", "paused"}));
  EXPECT_EQ(Texts(At(root, {"metadata", "labels"})), (std::map<std::string, std::string>{{"app", "keptn"}}));
}

TEST(Object, ReadsTheFallbackWhereAValueIsAbsentOrOfAnotherType) {
  const auto object = Object::Parse(kDeployment);
  const Value* root = &object->Root();
  EXPECT_EQ(At(root, {"metadata", "name", "deeper"}), nullptr);
  EXPECT_EQ(Text(root, {"spec", "replicas"}), "");
  EXPECT_EQ(Number(root, {"kind"}, 7), 7);
  EXPECT_FALSE(Flag(root, {"absent"}));
  EXPECT_EQ(At(nullptr, {"kind"}), nullptr);
  EXPECT_EQ(Text(nullptr, {"kind"}), "");
  EXPECT_TRUE(Texts(nullptr).empty());
}

TEST(Object, VisitsTheItemsOfAnArrayAndNothingElse) {
  const auto object = Object::Parse(kDeployment);
  std::vector<int> items;
  const auto collect = [&](const Value& item) { items.push_back(item.GetInt()); };
  Each(At(&object->Root(), {"items"}), collect);
  Each(At(&object->Root(), {"kind"}), collect);
  Each(nullptr, collect);
  EXPECT_EQ(items, (std::vector<int>{1, 2, 3}));
}

TEST(Object, StaysValidAfterAMove) {
  auto parsed = Object::Parse(R"({"k":"v"})");
  const Object object = std::move(*parsed);
  EXPECT_EQ(Text(&object.Root(), {"k"}), "v");
}

TEST(Object, KeepsTheZeroByteInsideAString) {
  const auto object = Object::Parse(R"({"k":"a\u0000b"})");
  EXPECT_EQ(Text(&object->Root(), {"k"}), std::string("a\0b", 3));
}

TEST(Object, NamesReasonAndOffsetOfAFaultButNoneOfTheText) {
  const auto complaint = [](std::string_view text) { return Object::Parse(text).error().message; };
  EXPECT_EQ(complaint(R"({"token":"secret)"), "not JSON: Missing a closing quotation mark in string. at offset 16");
  EXPECT_EQ(complaint(""), "not JSON: The document is empty. at offset 0");
  EXPECT_EQ(complaint("[1]"), "not a JSON object");
}

TEST(Object, ReadsDeepNestingWithoutDeepRecursion) {
  constexpr std::size_t kLevels = 100000;
  EXPECT_TRUE(Object::Parse(R"({"a":)" + std::string(kLevels, '[') + std::string(kLevels, ']') + "}").has_value());
}

}  // namespace
}  // namespace json
