#include "trail/sha256.h"

#include <gtest/gtest.h>

namespace trail {
namespace {

// FIPS 180-2, B.1; RFC 6234.
TEST(Sha256, HashesOneTextAfterTheOther) {
  Sha256 sha256;
  EXPECT_EQ(View(sha256.Of("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(View(sha256.Of("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace trail
