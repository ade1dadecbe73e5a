// Durations as people write them, for example "30d". Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "cli/options.h"

namespace cli {

// A number and a unit: s, m, h or d. Null if the text is no duration, is negative or has a number over 36500.
std::optional<std::chrono::seconds> ParseDuration(std::string_view text);

// With the largest unit that divides the duration: 86400 seconds are "1d".
std::string FormatDuration(std::chrono::seconds duration);

// A duration as the value of a flag.
Format<std::chrono::seconds> Age();

}  // namespace cli
