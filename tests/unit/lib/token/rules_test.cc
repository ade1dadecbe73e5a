#include "token/rules.h"

#include <gtest/gtest.h>

#include <set>

namespace token {
namespace {

TEST(Rules, HaveOneIdEach) {
  std::set<std::string_view> ids;
  for (const auto& rule : Rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_NE(rule.find, nullptr) << rule.id;
  }
  EXPECT_GT(ids.size(), 20U);
}

// A value beyond the length limit is judged without the rules that take time by its length.
TEST(Rules, OfAnyLengthAreSomeOfThem) {
  std::size_t any_length = 0;
  for (const auto& rule : Rules()) {
    any_length += rule.for_any_length ? 1 : 0;
  }
  EXPECT_GT(any_length, 0U);
  EXPECT_LT(any_length, Rules().size());
}

}  // namespace
}  // namespace token
