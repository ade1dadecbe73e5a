#include "guesswork/numbers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace guesswork {
namespace {

bool Has(const std::string& text, Kind kind, std::size_t length) {
  NumberMatches found;
  FindNumbers(text, 0, found);
  for (std::size_t i = 0; i < found.count; ++i) {
    if (found.items[i].kind == kind && found.items[i].length == length) {
      return true;
    }
  }
  return false;
}

TEST(FindNumbers, KnowsYearsAndDatesInEveryOrder) {
  EXPECT_TRUE(Has("2026", kYear, 4));
  EXPECT_FALSE(Has("4711", kYear, 4));
  for (const char* date : {"2026-11-24", "24.11.2026", "11/24/2026", "20261124", "24112026", "241126", "1.2.2026"}) {
    EXPECT_TRUE(Has(date, kDate, std::string(date).size())) << date;
  }
  EXPECT_FALSE(Has("99999999", kDate, 8));
}

TEST(FindNumbers, KnowsTimesAndAddresses) {
  EXPECT_TRUE(Has("T03:00:00Z", kTime, 10));
  EXPECT_TRUE(Has("23:59", kTime, 5));
  EXPECT_TRUE(Has("1764000000", kTime, 10));
  EXPECT_TRUE(Has("1764000000123456789", kTime, 19)) << "nanoseconds";
  EXPECT_TRUE(Has("192.168.1.10", kAddress, 12));
  EXPECT_FALSE(Has("192.168.1.300", kAddress, 13));
}

// Every text of digits and signs of one length, by the bits of each kind.
TEST(FindNumbers, GivesEachKindNoMoreThanItHas) {
  for (const std::size_t length : {4, 5, 6}) {
    double sums[kKinds] = {};
    constexpr std::string_view kCharacters = "0123456789:-T";
    std::string text(length, '0');
    std::size_t total = 1;
    for (std::size_t i = 0; i < length; ++i) {
      total *= kCharacters.size();
    }
    NumberMatches found;
    for (std::size_t number = 0; number < total; ++number) {
      std::size_t rest = number;
      for (auto& c : text) {
        c = kCharacters[rest % kCharacters.size()];
        rest /= kCharacters.size();
      }
      FindNumbers(text, 0, found);
      for (std::size_t i = 0; i < found.count; ++i) {
        if (found.items[i].length == length) {
          sums[found.items[i].kind] += std::exp2(-found.items[i].bits);
        }
      }
    }
    for (const Kind kind : {kYear, kDate, kTime, kAddress}) {
      EXPECT_LE(sums[kind], 1) << KindName(kind) << " of " << length;
    }
  }
}

TEST(CountingBits, KnowsASeriesWithSigns) {
  EXPECT_LT(CountingBits("147,211,275,339,403,467", 0), 30);
  EXPECT_LT(CountingBits("90-80-70-60", 0), 30);
  EXPECT_TRUE(std::isinf(CountingBits("147,211,275,340", 0)));
  EXPECT_TRUE(std::isinf(CountingBits("147,211,275", 0))) << "too few";
  EXPECT_TRUE(std::isinf(CountingBits("1,,2,3,4", 0)));
}

TEST(CountingBits, KnowsNumbersInARow) {
  EXPECT_LT(CountingBits("979899100101102", 0), 13);
  EXPECT_LT(CountingBits("321320319318", 0), 16);
  EXPECT_TRUE(std::isinf(CountingBits("4711081547110815", 0)));
}

}  // namespace
}  // namespace guesswork
