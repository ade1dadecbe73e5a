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

TEST(Arrangements, AreReadAndNothingElse) {
  EXPECT_EQ(Text(Backwards, "noitatsrehtona"), "anotherstation");
  EXPECT_EQ(Text(Rails, "aohrtto1ntesain2"), "anotherstation12");
  EXPECT_EQ(Text(Alternating, "sEcReTpAsSwOrD"), "secretpassword");
  EXPECT_EQ(Text(PigLatin, "ecretsay-asswordpay"), "secret-password");
  EXPECT_EQ(Text(Alternating, "sEcReTPasSwOrD"), "");
  EXPECT_EQ(Text(PigLatin, "ecretsay"), "") << "one word";
}

}  // namespace
}  // namespace guesswork
