#include "guesswork/kinds.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace guesswork {
namespace {

TEST(KindWeights, SumToAtMostOneInEachContext) {
  for (const auto& row : kKindWeights) {
    int sum = 0;
    for (const auto weight : row) {
      sum += weight;
    }
    EXPECT_LE(sum, 1000);
    EXPECT_GE(sum, 950) << "what is given away makes every description longer";
  }
}

TEST(KindBits, AreTheLogarithmOfTheWeight) {
  for (const auto& row : KindBits()) {
    double sum = 0;
    for (const double bits : row) {
      sum += std::exp2(-bits);
    }
    EXPECT_LE(sum, 1 + 1e-9);
  }
}

TEST(KindName, TellsEveryKindFromTheOthers) {
  std::set<std::string_view> names;
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    names.insert(KindName(static_cast<Kind>(kind)));
  }
  EXPECT_EQ(names.size(), kKinds);
}

}  // namespace
}  // namespace guesswork
