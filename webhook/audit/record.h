// The line of a decision in the audit log (docs/audit-log.md is the schema). Pure, any number of threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "admission/decision.h"
#include "ports/clock.h"

namespace audit {

constexpr std::size_t kMaxLine = 8192;  // Bytes, with number and chain.

// Who sent a review.
struct Caller {
  std::string_view peer;    // "10.0.0.1:40312"
  std::string_view client;  // The name in its certificate; empty if none was asked for.
};

// A decision's line without its number and chain: "{…" and no closing brace. At most 8 KiB, what is cut is marked.
std::string AuditLine(const admission::Review& review, const admission::Decision& decision, const Caller& caller,
                      ports::Clock::WallTime time, std::chrono::microseconds duration);

}  // namespace audit
