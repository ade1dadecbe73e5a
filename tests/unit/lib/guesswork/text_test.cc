#include "guesswork/text.h"

#include <gtest/gtest.h>

#include <string>

namespace guesswork {
namespace {

using std::string_literals::operator""s;

std::string Read(std::string_view bytes) {
  const auto text = RecognizeText(bytes);
  return text ? std::string(TextKindName(text->kind)) + ": " + std::string(text->characters.Reveal()) : "none";
}

TEST(RecognizeText, NamesTheEncoding) {
  EXPECT_EQ(Read("keptn"), "ASCII: keptn");
  EXPECT_EQ(Read("schlüssel"), "UTF-8: schlüssel");
  EXPECT_EQ(Read("k\0e\0"s), "UTF-16LE: ke");
  EXPECT_EQ(Read("\0k\0e"s), "UTF-16BE: ke");
  EXPECT_EQ(Read("keptn\0\0"s), "ASCII: keptn");
  EXPECT_EQ(Read("\xEF\xBB\xBFkeptn"), "ASCII: keptn");
}

TEST(RecognizeText, LeavesBytesAlone) {
  EXPECT_EQ(Read(""), "none");
  EXPECT_EQ(Read("\x01\xfe\x9c\xd0"), "none");
  EXPECT_EQ(Read("\xd0\xb0\xce\xb1"), "none") << "two alphabets";
}

}  // namespace
}  // namespace guesswork
