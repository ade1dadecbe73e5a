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

TEST(CharacterCodes, AreReadAndNothingElse) {
  EXPECT_EQ(Text(Escapes, "%70%61%73%73%77"), "passw");
  EXPECT_EQ(Text(Escapes, R"(\x70\x61\x73\x73)"), "pass");
  EXPECT_EQ(Text(Escapes, R"(\u0070\u0061\u0073\u0073)"), "pass");
  EXPECT_EQ(Text(Escapes, "&#112;&#97;&#115;&#115;"), "pass");
  EXPECT_EQ(Text(Escapes, "70:61:73:73"), "pass");
  EXPECT_EQ(Text(Escapes, "112 97 115 115"), "pass");
  EXPECT_EQ(Text(Escapes, "112097115115"), "pass");
  EXPECT_EQ(Text(Escapes, "01110000011000010111001101110011"), "pass");
  EXPECT_EQ(Text(PartlyEscaped, "Two%20Words%21"), "Two Words!");
  EXPECT_EQ(Text(LetterNumbers, "16,1,19,19,23"), "passw");
  EXPECT_EQ(Text(LetterNumbers, "16-1-19-19-23-1961"), "passw1961");
  EXPECT_EQ(Text(LetterNumbers, "1601191923"), "passw");
  EXPECT_EQ(Text(KeyPresses, "7-2-7777-7777"), "pass");
}

}  // namespace
}  // namespace guesswork
