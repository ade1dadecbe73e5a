#include "trail_reader/digest.h"

#include <gtest/gtest.h>

namespace trail_reader {
namespace {

TEST(DigestOf, IsSha256) {
  EXPECT_EQ(ToHex(DigestOf("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(ToHex(DigestOf("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(FromHex, ReadsWhatToHexWrites) {
  Digest digest{};
  EXPECT_TRUE(FromHex(ToHex(DigestOf("abc")), digest));
  EXPECT_EQ(digest, DigestOf("abc"));
  for (const std::string& text : {std::string(), std::string(63, 'a'), std::string(64, 'g'), std::string(64, 'A')}) {
    EXPECT_FALSE(FromHex(text, digest)) << text;
  }
  EXPECT_EQ(digest, DigestOf("abc"));
}

}  // namespace
}  // namespace trail_reader
