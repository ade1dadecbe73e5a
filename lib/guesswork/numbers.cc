#include "guesswork/numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <system_error>

#include "guesswork/words.h"

namespace guesswork {
namespace {

// The value of `count` digits at a place, or -1.
int Digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) {
    return -1;
  }
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!IsDigit(text[i])) {
      return -1;
    }
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// 0.5 / 20 for 2010 to 2029, 0.4 / 60 for 1950 to 2009, 0.1 / 220 for the others from 1800 to 2099.
double YearBits(int year) {
  return year >= 2010 && year < 2030   ? 5.4
         : year >= 1950 && year < 2010 ? 7.3
         : year >= 1800 && year < 2100 ? 11.2
                                       : -1;
}

constexpr double kTwoDigitYearBits = 6.7;  // 1/100.
constexpr double kDayBits = 5;             // 1/31.
constexpr double kMonthBits = 3.6;         // 1/12.
constexpr double kOrderBits = 2;           // Year first; day first; month first; day and month alone.
constexpr double kSeparatorBits = 2.4;     // None (1 bit), or one of - . / _ : and blank.
constexpr double kNoSeparatorBits = 1;
constexpr double kYearDigitsBits = 1;  // Four or two.
constexpr double kShortPartBits = 1;   // Day and month with a leading zero or without one.

struct Reader {
  std::string_view text;
  std::size_t at;
  double bits;
  char separator;  // 0: none.

  bool Between() {
    if (separator == 0) {
      return true;
    }
    if (at < text.size() && text[at] == separator) {
      ++at;
      return true;
    }
    return false;
  }

  bool Part(int most, double part_bits) {
    int value = Digits(text, at, 2);
    if (value >= 1 && value <= most) {
      at += 2;
    } else {
      value = Digits(text, at, 1);
      const bool alone = at + 1 >= text.size() || !IsDigit(text[at + 1]);
      if (separator == 0 || value < 1 || !alone) {
        return false;
      }
      at += 1;
    }
    bits += part_bits + (separator == 0 ? 0 : kShortPartBits);
    return true;
  }

  bool Year(std::size_t digits) {
    const int value = Digits(text, at, digits);
    if (value < 0 || (digits == 4 && YearBits(value) < 0)) {
      return false;
    }
    bits += kYearDigitsBits + (digits == 4 ? YearBits(value) : kTwoDigitYearBits);
    at += digits;
    return true;
  }
};

void Add(NumberMatches& found, Kind kind, std::size_t length, double bits) {
  if (found.count < NumberMatches::kMax) {
    found.items[found.count++] = {kind, length, bits};
  }
}

void FindDates(std::string_view text, std::size_t at, NumberMatches& found) {
  // The separator is the first sign among the first five characters, if any.
  char separator = 0;
  for (std::size_t i = at; i < std::min(at + 5, text.size()); ++i) {
    if (!IsDigit(text[i])) {
      separator = std::string_view("-./_: ").find(text[i]) == std::string_view::npos ? '\0' : text[i];
      break;
    }
  }
  for (const char between : {'\0', separator}) {
    if (between == 0 && separator != 0 && Digits(text, at, 4) < 0) {
      continue;
    }
    const double start = kOrderBits + (between == 0 ? kNoSeparatorBits : kSeparatorBits);
    for (const std::size_t year : {std::size_t{4}, std::size_t{2}}) {
      Reader year_first{text, at, start, between};
      if (year_first.Year(year) && year_first.Between() && year_first.Part(12, kMonthBits) && year_first.Between() &&
          year_first.Part(31, kDayBits)) {
        Add(found, kDate, year_first.at - at, year_first.bits);
      }
      Reader day_first{text, at, start, between};
      if (day_first.Part(31, kDayBits) && day_first.Between() && day_first.Part(12, kMonthBits) &&
          day_first.Between() && day_first.Year(year)) {
        Add(found, kDate, day_first.at - at, day_first.bits);
      }
      Reader month_first{text, at, start, between};
      if (month_first.Part(12, kMonthBits) && month_first.Between() && month_first.Part(31, kDayBits) &&
          month_first.Between() && month_first.Year(year)) {
        Add(found, kDate, month_first.at - at, month_first.bits);
      }
    }
    Reader day_month{text, at, start + 1, between};
    if (day_month.Part(31, kDayBits) && day_month.Between() && day_month.Part(31, kMonthBits + 0.4)) {
      Add(found, kDate, day_month.at - at, day_month.bits);
    }
    if (separator == 0) {
      break;
    }
  }
}

// [T]HH:MM[:SS][Z], with or without colons; and the seconds or milliseconds since 1970, from 2001 to 2033.
void FindTimes(std::string_view text, std::size_t at, NumberMatches& found) {
  constexpr double kMarkBits = 2;     // T before, Z behind: each or not.
  constexpr double kPartsBits = 1.6;  // With seconds; without; since 1970, in four units.
  std::size_t next = at;
  if (text[next] == 'T' || text[next] == 't' || text[next] == ' ') {
    ++next;
  }
  for (const bool colon : {false, true}) {
    std::size_t end = next;
    const int hour = Digits(text, end, 2);
    if (hour < 0 || hour > 23 || (colon && (end + 2 >= text.size() || text[end + 2] != ':'))) {
      continue;
    }
    end += colon ? 3 : 2;
    const int minute = Digits(text, end, 2);
    if (minute < 0 || minute > 59) {
      continue;
    }
    end += 2;
    double bits = kMarkBits + kPartsBits + 1 + 1 + 4.6 + 5.9;
    Add(found, kTime, end - at, bits);
    if (colon && (end >= text.size() || text[end] != ':')) {
      continue;
    }
    end += colon ? 1 : 0;
    const int second = Digits(text, end, 2);
    if (second < 0 || second > 59) {
      continue;
    }
    end += 2;
    bits += 5.9;
    Add(found, kTime, end - at, bits);
    if (end < text.size() && (text[end] == 'Z' || text[end] == 'z')) {
      Add(found, kTime, end + 1 - at, bits);
    }
  }
  if (next == at && Digits(text, at, 9) >= 0 && at + 10 <= text.size() && IsDigit(text[at + 9]) && text[at] == '1') {
    const double since = kPartsBits + 2 + 1 + (text[at + 1] >= '5' && text[at + 1] <= '8' ? 28.9 : 30.9);
    Add(found, kTime, 10, since);
    // Milliseconds, microseconds, nanoseconds.
    for (std::size_t digits = 3; digits <= 9 && Digits(text, at + 7 + digits, 3) >= 0; digits += 3) {
      Add(found, kTime, 10 + digits, since + 3.322 * static_cast<double>(digits));
    }
  }
}

void FindAddress(std::string_view text, std::size_t at, NumberMatches& found) {
  std::size_t end = at;
  std::array<int, 4> parts{};
  for (std::size_t part = 0; part < 4; ++part) {
    if (part > 0) {
      if (end >= text.size() || text[end] != '.') {
        return;
      }
      ++end;
    }
    std::size_t digits = 0;
    int value = 0;
    while (digits < 3 && end < text.size() && IsDigit(text[end])) {
      value = value * 10 + (text[end++] - '0');
      ++digits;
    }
    if (digits == 0 || value > 255) {
      return;
    }
    parts[part] = value;
  }
  // Which network, a quarter each (a sixteenth for this machine); then what it leaves open.
  const double bits = parts[0] == 127                         ? 4.5 + 8
                      : parts[0] == 192 && parts[1] == 168    ? 2.5 + 16
                      : parts[0] == 10                        ? 2.5 + 24
                      : parts[0] == 172 && parts[1] / 16 == 1 ? 4.5 + 20
                                                              : 1.5 + 32;
  Add(found, kAddress, end - at, bits);
}

// Numbers with the same sign between, each as far from the one before as the second from the first, to the end.
double SeriesBits(std::string_view text) {
  constexpr double kDigitBits = 3.33;
  constexpr double kLengthBits = 2;  // One to four digits, of the first number and of the step.
  constexpr double kStepBits = 1;    // Up or down.
  constexpr double kSignBits = 6;    // One of fewer than 64.
  constexpr std::size_t kFewNumbers = 4;
  constexpr std::size_t kMaxDigits = 4;
  const std::size_t sign_at = text.find_first_not_of("0123456789");
  if (sign_at == std::string_view::npos || sign_at == 0 || sign_at > kMaxDigits || IsLetter(text[sign_at])) {
    return std::numeric_limits<double>::infinity();
  }
  std::size_t numbers = 0;
  long before = 0;
  long step = 0;
  for (std::size_t at = 0;; ++numbers) {
    const std::size_t end = std::min(text.find(text[sign_at], at), text.size());
    const auto digits = text.substr(at, end - at);
    long value = 0;
    const auto [read, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = error == std::errc() && read == digits.data() + digits.size() && IsDigit(digits[0]) &&
                       (digits[0] != '0' || digits.size() == 1) && digits.size() <= kMaxDigits + 2;
    step = numbers == 1 ? value - before : step;
    if (!whole || (numbers > 1 && value - before != step)) {
      return std::numeric_limits<double>::infinity();
    }
    before = value;
    if (end == text.size()) {
      break;
    }
    at = end + 1;
  }
  const auto step_digits = std::to_string(std::labs(step)).size();
  return numbers + 1 < kFewNumbers || step_digits > kMaxDigits
             ? std::numeric_limits<double>::infinity()
             : kLengthBits * 2 + kStepBits + kSignBits + kDigitBits * static_cast<double>(sign_at + step_digits);
}

}  // namespace

void FindNumbers(std::string_view text, std::size_t at, NumberMatches& found) {
  found.count = 0;
  const char c = text[at];
  if (IsDigit(c) || c == 'T' || c == 't' || c == ' ') {
    FindTimes(text, at, found);
  }
  if (!IsDigit(c)) {
    return;
  }
  const int year = Digits(text, at, 4);
  if (year >= 0 && YearBits(year) > 0) {
    Add(found, kYear, 4, YearBits(year));
  }
  FindDates(text, at, found);
  FindAddress(text, at, found);
}

double CountingBits(std::string_view text, std::size_t at) {
  constexpr double kDigitBits = 3.33;
  constexpr double kLengthBits = 2;  // One to four digits.
  constexpr double kPlainBits = 1;   // Half for a series with signs between.
  constexpr double kSeriesBits = 1;
  constexpr double kStepBits = 1;  // Up or down.
  const auto rest = text.substr(at);
  for (std::size_t digits = 1; digits <= 4 && digits * 3 <= rest.size(); ++digits) {
    const int start = Digits(rest, 0, digits);
    if (start < 0) {
      break;
    }
    for (const int step : {1, -1}) {
      std::size_t place = 0;
      std::size_t numbers = 0;
      for (int value = start; place < rest.size() && value >= 0; value += step, ++numbers) {
        std::array<char, 12> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
        const std::string_view counted(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
        const auto there = rest.substr(place, counted.size());
        if (there != counted.substr(0, there.size())) {
          break;
        }
        place += there.size();
      }
      if (place == rest.size() && numbers >= 3) {
        return kPlainBits + kLengthBits + kStepBits + kDigitBits * static_cast<double>(digits);
      }
    }
  }
  return kSeriesBits + SeriesBits(rest);
}

}  // namespace guesswork
