#include "guesswork/byte_code.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

#include "guesswork/tables.h"

namespace guesswork {
namespace {

using std::string_literals::operator""s;

TEST(BytesCode, NamesWhatIsRegular) {
  EXPECT_EQ(BytesCode(std::string(16, '\x9a')).form, ByteForm::kPeriod);
  EXPECT_LT(BytesCode("\0\0\0\0\0\0\0\0\0\0\0\0\0\x17\x99\xf3"s).bits, 60);
  EXPECT_EQ(BytesCode("\x01\x04\x07\x0a\x0d\x10\x13\x16\x19\x1c\x1f\x22\x25\x28\x2b\x2e"s).form,
            ByteForm::kDifferences);
  EXPECT_LT(BytesCode("\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04\0\0\0"s).bits, 70);
}

TEST(BytesCode, KnowsFewCharactersInAnyOrder) {
  EXPECT_EQ(BytesCode("AGTACTGTAGTATACCCCCTCC").form, ByteForm::kFew);
  EXPECT_LT(BytesCode("AGTACTGTAGTATACCCCCTCC").bits, 68) << "22 x 2 and the choice of four letters";
  EXPECT_GT(BytesCode("AGTACTGTAGTATACCCCCTCCAGTACTGTAGTATACCCCCTAC").bits, 80);
}

TEST(BytesCode, KnowsNumbersInBytes) {
  // Seconds of 2023, a process, a counter in 4 bytes each; two doubles of whole numbers.
  EXPECT_LT(BytesCode("\x00\xf1\x53\x65\x00\x00\x00\x00\xd2\x6c\x00\x00\x9f\x00\x00\x00"s).bits, 70);
  EXPECT_LT(BytesCode("\x00\x00\x00\x00\x00\x60\x7f\x40\x00\x00\x00\x00\x00\xc0\x72\x40"s).bits, 70);
}

TEST(BytesCode, StopsAtTheLimitAndNotBefore) {
  std::mt19937 random(7);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes(8 + random() % 12, '\0');
    for (auto& byte : bytes) {
      byte = static_cast<char>(random() % (i % 3 == 0 ? 256 : 6));
    }
    const double bits = BytesCode(bytes).bits;
    EXPECT_EQ(BytesCode(bytes, 60).bits < 60, bits < 60);
  }
}

TEST(BytesCode, KnowsTheHashesOfCommonPasswords) {
  // MD5 of "password"; SHA-1 of nothing.
  EXPECT_EQ(BytesCode("\x5f\x4d\xcc\x3b\x5a\xa7\x65\xd6\x1d\x83\x27\xde\xb8\x82\xcf\x99"s).form, ByteForm::kHash);
  EXPECT_EQ(BytesCode("\xda\x39\xa3\xee\x5e\x6b\x4b\x0d\x32\x55\xbf\xef\x95\x60\x18\x90\xaf\xd8\x07\x09"s).form,
            ByteForm::kHash);
}

TEST(BytesCode, FindsEachHashOfTheTable) {
  constexpr std::size_t kEntry = 6;
  for (std::size_t at = 0; at + kEntry <= kHashPrefixes.size(); at += kEntry) {
    const std::string prefix(kHashPrefixes.substr(at, kEntry));
    EXPECT_EQ(BytesCode(prefix + "\xe3\x5b\x01\x9a\x3c\x47\xd2\x65\xf8\xbe"s, 200).form, ByteForm::kHash) << at;
  }
  for (const char edge : {'\0', '\x7f', '\xff'}) {
    EXPECT_NE(BytesCode(std::string(8, edge) + "\x01\x9a\x3c\x47\xd2\x65\xf8\xbe"s, 200).form, ByteForm::kHash);
  }
}

TEST(BytesCode, LeavesRandomBytesAlone) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100000; ++i) {
    const std::uint64_t words[] = {random(), random()};
    EXPECT_GT(BytesCode({reinterpret_cast<const char*>(words), sizeof(words)}).bits, 90);
  }
}

TEST(BytesCode, SumsToAtMostOne) {
  double one = 0;
  double two = 0;
  for (int a = 0; a < 256; ++a) {
    const std::string first(1, static_cast<char>(a));
    one += std::exp2(-BytesCode(first).bits);
    for (int b = 0; b < 256; ++b) {
      two += std::exp2(-BytesCode(first + static_cast<char>(b)).bits);
    }
  }
  EXPECT_LE(one, 1);
  EXPECT_LE(two, 1);
}

}  // namespace
}  // namespace guesswork
