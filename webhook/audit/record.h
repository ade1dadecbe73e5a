// Lines of the audit log, without the number and the chain that the writer adds. docs/audit-log.md is the schema.
// Pure. Any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "admission/observer.h"
#include "ports/clock.h"

namespace audit {

// Every function returns a JSON object without its closing brace. Values that a client chose are truncated; "…" marks
// where.

// At most kMaxRecord bytes.
std::string DecisionRecord(const admission::DecisionEvent& event);
// Decisions that have no line of their own.
struct Summary {
  ports::Clock::WallTime since;  // Of the first one.
  std::uint64_t allowed = 0;
  std::uint64_t denied = 0;
  std::uint64_t errors = 0;
  std::vector<std::string> addresses;  // Of the callers, without ports: the first kMaxAddresses,
  bool more_addresses = false;         // and there were others.

  void Add(const admission::Decision& decision, std::string_view address);

  static constexpr std::size_t kMaxAddresses = 8;
};
std::string SummaryRecord(const Summary& summary, ports::Clock::WallTime time);
// `count` lines were lost, because the output was blocked or broken.
std::string LostRecord(std::uint64_t count, ports::Clock::WallTime time);
// The process ends; the chain is complete.
std::string ClosingRecord(ports::Clock::WallTime time);

constexpr std::size_t kMaxRecord = 7936;  // Bytes. With number and chain, a line has at most 8 KiB.

}  // namespace audit
