#include <gtest/gtest.h>

#include <string>

#include "guesswork/decoders.h"

namespace guesswork {
namespace {

std::string Text(Inside (*decode)(std::string_view, double&), std::string_view text) {
  double bits = 0;
  const auto inside = decode(text, bits);
  return inside ? std::string(inside->Reveal()) : "";
}

TEST(NumberBases, AreReadAndNothingElse) { EXPECT_EQ(Text(Rebased, "1Ry4iL9zAV5xU"), "") << "a leading zero"; }

}  // namespace
}  // namespace guesswork
