// Times and durations as people and Kubernetes write them. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rotator {

// "30d", "12h", "90m", "45s"; null if it is none.
std::optional<std::chrono::seconds> ParseDuration(std::string_view text);

// RFC 3339 in UTC, with or without fraction; null if it is none.
std::optional<std::chrono::system_clock::time_point> ParseTime(const std::string& text);

// Lower-case hex.
std::string Hex(std::string_view bytes);

}  // namespace rotator
