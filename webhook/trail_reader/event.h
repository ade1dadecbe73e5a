// An audit line as values. docs/audit.schema.json defines the fields of version 2; version 1 has no instance, opening
// line, profile, reason, rotation and knowledge of callers. Pure; one thread for each EventParser.
#pragma once

#include <rapidjson/document.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "trail_reader/digest.h"

namespace trail_reader {

enum class Type { kDecision, kSummary, kLost, kOpening, kClosing, kRotation };

struct Finding {
  std::string_view id;
  bool denies = false;
};

// Views are valid until the next Parse(). Texts of the line are what a client chose: hostile. An absent or null text is
// empty; fields of another type's lines have their defaults.
struct Event {
  int version = 0;
  Type type = Type::kDecision;
  bool guarded = false;
  bool changed = false;
  bool dry_run = false;
  std::optional<bool> caller_known;  // Null in version 1.
  bool back = false;                 // Of rotation steps: direction `back`.
  bool callers_unknown = false;      // Of opening lines: every client is answered.

  std::chrono::system_clock::time_point time;
  std::string_view type_name;
  std::string_view instance;   // Empty in version 1.
  std::uint64_t sequence = 0;  // Below 2^63.

  // Of decisions, and some of rotation steps.
  std::string_view verdict;
  std::string_view operation;
  std::string_view secret_namespace;
  std::string_view name;
  std::string_view user;
  std::string_view reason;
  std::string_view profile;
  std::vector<Finding> findings;
  std::string_view fingerprint_before;
  std::string_view fingerprint_after;
  std::string_view rotation;
  std::string_view field_manager;
  std::string_view pod;  // extra["authentication.kubernetes.io/pod-name"]
  std::string_view uid;
  std::string_view peer;
  std::string_view client;

  // Of rotation steps.
  std::string_view step;
  std::string_view outcome;

  // Of summary and lost lines.
  std::uint64_t decisions = 0;
  std::uint64_t allowed = 0;
  std::uint64_t denied = 0;
  std::uint64_t errors = 0;
  std::uint64_t lost = 0;

  std::string_view program;        // Of opening lines.
  std::optional<Digest> previous;  // Null in line 0.

  // The line says that its process wrote no further one.
  [[nodiscard]] bool Closes() const;
};

class EventParser {
 public:
  // kInvalid: the line is torn, not an audit line, or has a field twice. kNotFound: a version that this program does
  // not know. No part of the line is in the message.
  base::Result<void> Parse(std::string_view line);
  [[nodiscard]] const Event& Get() const { return event_; }

 private:
  // Type, time and place in the chain. False if one of them is missing.
  bool ReadPlace();
  void ReadDecision();
  void ReadFindings();
  void ReadCounts();
  void ReadOpening();
  [[nodiscard]] std::string_view Text(const char* name) const;
  [[nodiscard]] bool Flag(const char* name) const;
  [[nodiscard]] std::uint64_t Count(const char* name) const;

  std::vector<char> text_;
  rapidjson::Document document_;
  Event event_;
};

}  // namespace trail_reader
