#include "base/base64.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <random>

namespace base {
namespace {

std::string OpenSslEncode(const std::string& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

TEST(Base64, DecodesTheVectorsOfTheStandard) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(EncodeBase64(bytes), text);
    ASSERT_TRUE(DecodeBase64(text).has_value()) << text;
    EXPECT_EQ(DecodeBase64(text)->Reveal(), bytes);
  }
}

TEST(Base64, AgreesWithOpenSslOnRandomBytesOfEveryLength) {
  std::mt19937 generator(7);
  for (std::size_t length = 0; length < 300; ++length) {
    std::string bytes;
    for (std::size_t i = 0; i < length; ++i) {
      bytes.push_back(static_cast<char>(generator()));
    }
    const std::string text = EncodeBase64(bytes);
    EXPECT_EQ(text, OpenSslEncode(bytes));
    ASSERT_TRUE(DecodeBase64(text).has_value());
    EXPECT_EQ(DecodeBase64(text)->Reveal(), bytes);
  }
}

struct FaultCase {
  const char* text;
  Base64Fault fault;
  std::size_t offset;
};

TEST(Base64, NamesEveryFaultByCauseAndOffset) {
  const FaultCase cases[] = {
      {"Zm9v\n", Base64Fault::kAlphabet, 4},  {"Zm 9v", Base64Fault::kAlphabet, 2},
      {"Zm9-", Base64Fault::kUrl, 3},         {"_m9v", Base64Fault::kUrl, 0},
      {"Zg", Base64Fault::kPadding, 2},       {"Zg=", Base64Fault::kPadding, 3},
      {"Zg===", Base64Fault::kPadding, 4},    {"Zm8==", Base64Fault::kPadding, 4},
      {"Zm9v=", Base64Fault::kPadding, 4},    {"Z", Base64Fault::kPadding, 1},
      {"Z===", Base64Fault::kPadding, 4},     {"=", Base64Fault::kPadding, 0},
      {"Zg==Zg==", Base64Fault::kPadding, 4}, {"Zh==", Base64Fault::kStrayBits, 1},
      {"Zm9=", Base64Fault::kStrayBits, 2},   {"Zm9vZg=x", Base64Fault::kPadding, 7},
  };
  for (const auto& expected : cases) {
    const auto error = CheckBase64(expected.text);
    ASSERT_TRUE(error.has_value()) << expected.text;
    EXPECT_EQ(error->fault, expected.fault) << expected.text;
    EXPECT_EQ(error->offset, expected.offset) << expected.text;
    EXPECT_FALSE(DecodeBase64(expected.text).has_value());
  }
}

TEST(Base64, NeverPutsTheTextIntoItsError) {
  const auto decoded = DecodeBase64("c2VjcmV0!");
  ASSERT_FALSE(decoded.has_value());
  EXPECT_EQ(decoded.error().message, "not canonical base64: a character outside the base64 alphabet at offset 8");
}

TEST(Base64, AcceptsExactlyWhatItWouldEncode) {
  // All texts of four characters over a small alphabet that holds every kind of character.
  const std::string alphabet = "AQgwZ9+/=-\n";
  for (const char a : alphabet) {
    for (const char b : alphabet) {
      for (const char c : alphabet) {
        for (const char d : alphabet) {
          const std::string text{a, b, c, d};
          const auto decoded = DecodeBase64(text);
          EXPECT_EQ(decoded.has_value(), decoded.has_value() && EncodeBase64(decoded->Reveal()) == text);
        }
      }
    }
  }
}

}  // namespace
}  // namespace base
