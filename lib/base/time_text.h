// Points in time as RFC 3339 text in UTC, as Kubernetes writes them. Pure; any number of threads.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// With milliseconds, for example "2026-11-24T03:00:00.000Z".
std::string FormatTime(std::chrono::system_clock::time_point time);

// Accepts a fraction of any length and keeps its milliseconds. Null if the text is not a time or is not in UTC ("Z").
std::optional<std::chrono::system_clock::time_point> ParseTime(std::string_view text);

}  // namespace base
