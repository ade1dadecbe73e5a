// Durations as people write them. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace rotator_job {

// "30d", "12h", "90m", "45s"; null if it is none.
std::optional<std::chrono::seconds> ParseDuration(std::string_view text);

}  // namespace rotator_job
