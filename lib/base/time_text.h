// Times as text. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// RFC 3339 in UTC with milliseconds, for example "2026-11-24T03:00:00.000Z".
std::string FormatTime(std::chrono::system_clock::time_point time);
// RFC 3339 in UTC, with or without fraction (of which milliseconds count); null if it is none.
std::optional<std::chrono::system_clock::time_point> ParseTime(std::string_view text);

}  // namespace base
