// Records of the audit log: lines without the number and the link that the writer adds (trail/line.h).
// docs/audit.schema.json is their schema. Pure. Any number of threads.
//
// `instance` names this process in every record (trail/instance.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "admission/observer.h"
#include "ports/clock.h"
#include "token/profile.h"

namespace audit {

// What a process judges with.
struct Opening {
  std::string_view program;  // Name and version.
  const token::Profile& profile;
  std::vector<std::string_view> callers_known_by;  // "path-key", "client-certificate"; empty: every client is answered.
};
std::string OpeningRecord(const Opening& opening, ports::Clock::WallTime time, std::string_view instance);

// At most kMaxRecord bytes. If groups and extras are too long, they are "…" alone.
std::string DecisionRecord(const admission::DecisionEvent& event, std::string_view instance);

// Decisions that have no line of their own.
struct Summary {
  ports::Clock::WallTime since;  // Of the first one.
  std::uint64_t allowed = 0;
  std::uint64_t denied = 0;
  std::uint64_t errors = 0;
  std::vector<std::string> addresses;  // Of the callers, without ports: the first kMaxNamed,
  bool more_addresses = false;         // and there were others.
  std::vector<std::string> users;  // The same of the users, as kube-apiserver named them: none of an unknown caller.
  bool more_users = false;

  void Add(const admission::Decision& decision, std::string_view address, std::string_view user);

  static constexpr std::size_t kMaxNamed = 8;
};
std::string SummaryRecord(const Summary& summary, ports::Clock::WallTime time, std::string_view instance);

// `count` lines were lost, because the output was blocked or broken.
std::string LostRecord(std::uint64_t count, ports::Clock::WallTime time, std::string_view instance);

// The process ends; the chain is complete.
std::string ClosingRecord(ports::Clock::WallTime time, std::string_view instance);

constexpr std::size_t kMaxRecord = 7936;  // Bytes. With number and link, a line has at most trail::kMaxLine.

}  // namespace audit
