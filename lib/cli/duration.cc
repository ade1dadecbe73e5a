#include "cli/duration.h"

#include <array>
#include <charconv>
#include <utility>

namespace cli {
namespace {

// Largest first.
constexpr std::array<std::pair<char, long>, 4> kUnits{{{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}}};

}  // namespace

std::optional<std::chrono::seconds> ParseDuration(std::string_view text) {
  constexpr long kMax = 36500;  // Of any unit: a century of days.
  long number = 0;
  if (text.size() < 2) {
    return std::nullopt;
  }
  const char* const end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number < 0 || number > kMax) {
    return std::nullopt;
  }
  for (const auto& [unit, seconds] : kUnits) {
    if (text.back() == unit) {
      return std::chrono::seconds(number * seconds);
    }
  }
  return std::nullopt;
}

std::string FormatDuration(std::chrono::seconds duration) {
  for (const auto& [unit, seconds] : kUnits) {
    if (duration.count() != 0 && duration.count() % seconds == 0) {
      return std::to_string(duration.count() / seconds) + unit;
    }
  }
  return "0s";
}

Format<std::chrono::seconds> Age() {
  return {"a number and s, m, h or d, for example 30d",
          [](const std::string& text) { return ParseDuration(text); },
          FormatDuration,
          {}};
}

}  // namespace cli
