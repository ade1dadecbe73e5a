// Durations as people write them. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rotator {

// "30d", "12h", "90m", "45s"; null if it is none.
std::optional<std::chrono::seconds> ParseDuration(std::string_view text);

// Lower-case hex.
std::string Hex(std::string_view bytes);

}  // namespace rotator
