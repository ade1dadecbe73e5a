#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace base {
namespace {

TEST(Utf8Length, MeasuresTheShortestAndLongestSequencesOfEachLength) {
  for (const auto* text : {"\x01", "\x7F"}) {
    EXPECT_EQ(Utf8Length(text, 0), 1U);
  }
  for (const auto* text : {"\xC2\x80", "\xDF\xBF"}) {
    EXPECT_EQ(Utf8Length(text, 0), 2U);
  }
  for (const auto* text : {"\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF"}) {
    EXPECT_EQ(Utf8Length(text, 0), 3U);
  }
  for (const auto* text : {"\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(Utf8Length(text, 0), 4U);
  }
}

TEST(Utf8Length, IsZeroWhereNoValidSequenceBegins) {
  const std::string invalid[] = {
      "\x80",  // A continuation.
      "\xC0\x80",
      "\xC1\xBF",
      "\xE0\x9F\xBF",      // Overlong.
      "\xF0\x8F\xBF\xBF",  // Overlong.
      "\xED\xA0\x80",
      "\xED\xBF\xBF",  // Surrogates.
      "\xF4\x90\x80\x80",
      "\xF5\x80\x80\x80",  // Over U+10FFFF.
      "\xC2",
      "\xE1\x80",
      "\xF1\x80\x80",  // Cut.
      "\xC2"
      "A",
      "\xE1\x80"
      "A",
      "\xFF",  // Not continued.
  };
  for (const auto& text : invalid) {
    EXPECT_EQ(Utf8Length(text, 0), 0U);
  }
}

TEST(Utf8Length, BeginsAtTheGivenOffset) {
  EXPECT_EQ(Utf8Length("a\xC3\xBC", 1), 2U);
  EXPECT_EQ(Utf8Length("a\xC3\xBC", 2), 0U);
}

TEST(CodePoint, IsTheCharacterOfASequenceOfEachLength) {
  EXPECT_EQ(CodePoint("A"), U'A');
  EXPECT_EQ(CodePoint("\xC2\x80"), U'\x80');
  EXPECT_EQ(CodePoint("\xE2\x80\xAE"), U'\x202E');
  EXPECT_EQ(CodePoint("\xF4\x8F\xBF\xBF"), U'\x10FFFF');
}

TEST(IsUnsafeToPrint, HoldsForControlCharactersAndInvisibleMarks) {
  for (const char32_t c : {0x00, 0x1F, 0x7F, 0x9F, 0x61C, 0x200B, 0x200F, 0x2028, 0x202E, 0x2066, 0x2069, 0xFEFF}) {
    EXPECT_TRUE(IsUnsafeToPrint(c)) << static_cast<unsigned>(c);
  }
  for (const char32_t c : {0x20, 0x7E, 0xA0, 0xFC, 0x200A, 0x2010, 0x2027, 0x202F, 0x2065, 0x206A, 0x1F600}) {
    EXPECT_FALSE(IsUnsafeToPrint(c)) << static_cast<unsigned>(c);
  }
}

}  // namespace
}  // namespace base
