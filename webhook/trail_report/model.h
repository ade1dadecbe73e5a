// What an audit log says about the token, as values that every format is written from.
//
// Texts of lines are what clients chose: hostile. Each format makes them safe in its own way.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "trail_report/names.h"

namespace trail_report {

using Time = std::chrono::system_clock::time_point;

// 16 bytes of an HMAC; zeros if the line has none.
using Fingerprint = std::array<char, 16>;

enum class Actor : std::uint8_t { kPerson, kRotator, kWorkload, kSystem, kNobody };

enum class Verdict : std::uint8_t { kAllowed, kDenied, kError };

// What became of an allowed change.
enum class Fate : std::uint8_t {
  kNone,       // Not a change of the stored token: denied, a dry run, or the token stays the same.
  kStored,     // A later line found this token.
  kOpen,       // No later line tells.
  kNotStored,  // A later line found another token: a conflict, or another webhook refused.
};

// A decision on the guarded Secret. Kept for each line: 88 bytes.
struct Moment {
  Time time;
  std::uint64_t line = 0;  // Part of the line's digest: the same line twice is one moment.
  Fingerprint before{};
  Fingerprint after{};
  Names::Id secret = 0;  // "namespace/name"
  Names::Id user = 0;
  Names::Id manager = 0;
  Names::Id pod = 0;
  Names::Id rotation = 0;
  Names::Id rules =
      0;  // Of a refusal: the rules that denied, or "not judged"; else those that warned. With ", " between.
  Names::Id reason = 0;  // The sentence.
  Names::Id operation = 0;
  Verdict verdict = Verdict::kAllowed;
  Actor actor = Actor::kPerson;
  Fate fate = Fate::kNone;
  bool changed = false;
  bool dry_run = false;
  bool known = false;  // The caller had proved to be kube-apiserver.
};

// The token was another one than the last allowed change had left.
struct UnseenEdit {
  Names::Id secret = 0;
  Time from;   // The last line that knew the token before,
  Time until;  // and the first one that found another token.
  Fingerprint before{};
  Fingerprint after{};
};

struct Rotation {
  std::string id;  // Empty if the run stopped before a rotation began.
  Time begin;
  Time end;
  bool told = false;       // The rotator's lines are here. If not, only the webhook's.
  std::uint64_t runs = 0;  // That began or continued it.
  bool over = false;       // A run has reached its end.
  std::string outcome;     // Of the last run that ended; see docs/audit.schema.json.
  std::string reason;
};

struct Refused {
  std::uint64_t count = 0;
  Time last;
};

enum class LogState { kWhole, kUnproven, kBroken };

struct Report {
  Names names;
  Time now;
  std::optional<Time> since;  // Earlier lines count for the state of the token alone.
  Time first;                 // Of the input's audit lines.
  Time last;
  std::vector<Names::Id> secrets;
  std::deque<Moment> moments;  // By time; those since `since`.
  std::vector<UnseenEdit> unseen;
  std::vector<Rotation> rotations;

  // The last change, and since when the token is the one that it is.
  std::optional<Moment> last_change;
  std::optional<UnseenEdit> last_unseen;  // If it came after the last change.
  std::optional<Time> token_since;        // Null if no line tells: the token is older than the log.
  std::vector<Time> token_changes;        // When the token became another one.

  std::vector<std::pair<std::string, Refused>> refused_by_rule;  // The most frequent one first.
  std::vector<std::pair<std::string, Refused>> refused_by_user;
  std::uint64_t refused_last_week = 0;
  std::vector<std::pair<std::string, Refused>> refused_last_week_by_rule;

  std::uint64_t allowed = 0;  // Decisions with a line of their own.
  std::uint64_t denied = 0;
  std::uint64_t errors = 0;
  std::uint64_t dry_runs = 0;
  std::uint64_t unguarded = 0;  // About another object.
  std::uint64_t from_known = 0;
  std::uint64_t from_unknown = 0;
  std::uint64_t summarised = 0;  // Decisions without a line of their own.
  std::uint64_t summarised_denied = 0;
  std::uint64_t lost_lines = 0;
  bool has_fingerprints = false;

  LogState log = LogState::kWhole;
  std::uint64_t lines = 0;
  std::uint64_t processes = 0;
};

constexpr bool IsChange(const Moment& moment) { return moment.fate != Fate::kNone; }
constexpr bool IsRefusal(const Moment& moment) { return moment.verdict != Verdict::kAllowed; }

constexpr std::chrono::hours kWeek(24 * 7);

}  // namespace trail_report
