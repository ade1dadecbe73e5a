#include "base/time_text.h"

#include <ctime>

namespace base {

std::string FormatTime(std::chrono::system_clock::time_point time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(time - day));
  // Each audit line holds a time, and snprintf takes twenty times as long.
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto put = [&](std::size_t end, long long number) {
    for (; number > 0; number /= 10) {
      text[--end] = static_cast<char>('0' + number % 10);
    }
  };
  put(4, static_cast<int>(date.year()));
  put(7, static_cast<unsigned>(date.month()));
  put(10, static_cast<unsigned>(date.day()));
  put(13, clock.hours().count());
  put(16, clock.minutes().count());
  put(19, clock.seconds().count());
  put(23, clock.subseconds().count());
  return text;
}

std::optional<std::chrono::system_clock::time_point> ParseTime(std::string_view text) {
  std::tm parts{};
  const std::string whole(text);
  const char* rest = strptime(whole.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  constexpr int kMaxYear = 300;  // Since 1900. time_point ends in 2262.
  if (rest == nullptr || parts.tm_year < 0 || parts.tm_year > kMaxYear) {
    return std::nullopt;
  }
  int milliseconds = 0;
  if (*rest == '.') {
    int weight = 100;
    for (++rest; *rest >= '0' && *rest <= '9'; ++rest, weight /= 10) {
      milliseconds += (*rest - '0') * weight;
    }
  }
  if (*rest != 'Z' || rest + 1 != whole.c_str() + whole.size()) {
    return std::nullopt;
  }
  return std::chrono::system_clock::from_time_t(timegm(&parts)) + std::chrono::milliseconds(milliseconds);
}

}  // namespace base
