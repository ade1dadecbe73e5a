#include "rotator-job/duration.h"

#include <array>
#include <charconv>
#include <utility>

namespace rotator_job {

std::optional<std::chrono::seconds> ParseDuration(std::string_view text) {
  constexpr std::array<std::pair<char, long>, 4> kUnits{{{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}}};
  constexpr long kMost = 36500;  // Of any unit: a century of days.
  long number = 0;
  if (text.size() < 2) {
    return std::nullopt;
  }
  const char* const end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number < 0 || number > kMost) {
    return std::nullopt;
  }
  for (const auto& [unit, seconds] : kUnits) {
    if (text.back() == unit) {
      return std::chrono::seconds(number * seconds);
    }
  }
  return std::nullopt;
}

}  // namespace rotator_job
