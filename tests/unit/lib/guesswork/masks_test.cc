#include <gtest/gtest.h>

#include <string>

#include "guesswork/decoders.h"
#include "guesswork/guesswork.h"

namespace guesswork {
namespace {

std::string Under(unsigned key, std::string text) {
  for (char& c : text) {
    c = static_cast<char>(static_cast<unsigned char>(c) ^ key);
  }
  return text;
}

TEST(Unmask, FindsTheKey) {
  for (const unsigned key : {0x80U, 0xAAU, 0xFFU, 0x93U}) {
    double bits = 0;
    const auto text = Unmask(Under(key, "purple-monkey2019"), bits);
    ASSERT_TRUE(text) << key;
    EXPECT_EQ(text->Reveal(), "purple-monkey2019") << key;
    EXPECT_EQ(bits, 8);
    EXPECT_TRUE(IsGuessable(Under(key, "purple-monkey2019"), ContextWords({}))) << key;
  }
}

TEST(Unmask, LeavesTextAndRandomBytesAlone) {
  double bits = 0;
  EXPECT_FALSE(Unmask("purple-monkey2019", bits));
  EXPECT_FALSE(Unmask("\x12\xF3\x40\x9C\x01\x77\xE8\x5B", bits));
  EXPECT_FALSE(Unmask("\x01\x02", bits));
  EXPECT_EQ(bits, 0);
}

}  // namespace
}  // namespace guesswork
