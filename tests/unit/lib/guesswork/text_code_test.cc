#include "guesswork/text_code.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace guesswork {
namespace {

const ContextWords kContext({"keptn"});
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double Bits(std::string_view text) { return TextBits(text, kContext, {kInfinity}); }

// Kraft's inequality, by trying: the sum of 2^-bits over every text of one, two and three characters.
TEST(TextBits, SumToAtMostOneOverAllTextsOfOneLength) {
  double one = 0;
  double two = 0;
  for (int a = 0; a < 256; ++a) {
    const std::string first(1, static_cast<char>(a));
    one += std::exp2(-Bits(first));
    for (int b = 0; b < 256; ++b) {
      two += std::exp2(-Bits(first + static_cast<char>(b)));
    }
  }
  EXPECT_LE(one, 1);
  EXPECT_LE(two, 1);
  EXPECT_GT(one, 0.1) << "most of the code is for texts that exist";
  double three = 0;
  constexpr std::string_view kCommon = "abeknostAE0129-!";
  for (const char a : kCommon) {
    for (const char b : kCommon) {
      for (const char c : kCommon) {
        three += std::exp2(-Bits(std::string{a, b, c}));
      }
    }
  }
  EXPECT_LE(three, 1);
}

TEST(TextBits, GiveUpAtTheLimitAndNotBefore) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (int k = 0; k < 16; ++k) {
      text.push_back(" abcdeKEPTN0123!"[random() % 16]);
    }
    const double bits = Bits(text);
    for (const double limit : {30.0, 50.0, 70.0}) {
      const double limited = TextBits(text, kContext, {limit});
      EXPECT_EQ(limited < limit, bits < limit) << text;
      EXPECT_LE(limited, bits + 1e-9) << text;
    }
  }
}

TEST(TextBits, DescribeTheWholeText) {
  for (const char* text : {"Summer2026!Keptn", "kiwiAdminkiwikiw", "p455w0rd1p455w0r", "пароль123", "a"}) {
    std::vector<Segment> segments;
    const double bits = TextBits(text, kContext, {kInfinity}, &segments);
    std::size_t length = 0;
    double sum = 0;
    for (const auto& segment : segments) {
      length += segment.length;
      sum += segment.bits;
    }
    EXPECT_EQ(length, std::string(text).size()) << text;
    EXPECT_NEAR(sum, bits, 1e-6) << text;
  }
}

TEST(TextBits, StandAnything) {
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    std::string text(random() % 70, '\0');
    for (auto& c : text) {
      c = static_cast<char>(i % 2 == 0 ? random() : ' ' + random() % 95);
    }
    EXPECT_GE(Bits(text), 0);
  }
  EXPECT_EQ(Bits(""), 0);
  EXPECT_LT(Bits(std::string(10000, 'a')), 30);
}

}  // namespace
}  // namespace guesswork
