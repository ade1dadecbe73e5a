// Makes a report of audit events. Pure; one thread.
#pragma once

#include <map>
#include <set>
#include <string>

#include "trail_reader/chains.h"
#include "trail_reader/event.h"
#include "trail_report/model.h"

namespace trail_report {

class Collector {
 public:
  // `now`: the age of the token counts up to it. `since`: earlier lines are not listed.
  explicit Collector(Time now, std::optional<Time> since);

  // In any order; the same line may come several times. `digest` is the line's.
  void Add(const trail_reader::Event& event, const trail_reader::Digest& digest);

  // `chains`: the result of their verification. `unread`: lines of the log that could not be read. Call once.
  Report Finish(const std::vector<trail_reader::Chain>& chains, std::uint64_t unread);

 private:
  void AddDecision(const trail_reader::Event& event, std::uint64_t line);
  void AddRotation(const trail_reader::Event& event, std::uint64_t line);
  void SortMoments();
  void TraceToken();
  void FinishRotations();
  void DropEarly();
  void CountRefusals();

  Report report_;
  std::map<std::string, Rotation, std::less<>> rotations_;  // By id.
  std::vector<Rotation> unbegun_;
  std::set<std::uint64_t> seen_;  // Lines other than decisions.
  // Steps of rotations that say what the Secret holds.
  std::vector<Moment> steps_;
};

// Who made the request.
Actor ActorOf(std::string_view user, bool rotator);

// Null fingerprints are zeros.
Fingerprint ParseFingerprint(std::string_view text);
// "hmac-sha256:…", or "" for zeros.
std::string FormatFingerprint(const Fingerprint& fingerprint);

}  // namespace trail_report
