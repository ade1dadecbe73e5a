// `token-rotator status`: what the record and the cluster say, for people and as JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kube/client.h"
#include "ports/clock.h"
#include "rotation/record.h"
#include "token/profile.h"

namespace commands {

struct Status {
  std::string secret;  // "keptn/keptn-api-token"
  bool present = false;
  std::string state;  // "idle", "rotating", "rolling back"
  std::string holder;
  std::string id;
  std::string rotated;  // When the last rotation succeeded, else when the Secret was created; RFC 3339.
  bool never = false;   // No rotation has succeeded yet.
  std::optional<std::chrono::seconds> age;
  std::string changed_at;  // When the token was last written, by hand included; RFC 3339, or empty.
  std::string changed_by;  // The field manager of that write.
  std::string due;         // RFC 3339; empty if no --max-age is given or the age is not known.
  long failures = 0;
  std::string previous_until;            // RFC 3339; empty if no previous token is kept.
  std::string unproven;                  // Consumers that had no pods in the last rotation.
  std::string live;                      // What is live where, during a rotation; else empty.
  std::vector<std::string> failed_jobs;  // Jobs of the rotator that could not start.
};

// Pure. `secret` is null if there is none.
Status Summarize(const token::Profile& profile, const rotation::Record& record, const kube::Secret* secret,
                 ports::Clock::WallTime now, const rotation::Settings& settings);
// Adds what only further reads tell: during a rotation which token the pods have read, and Jobs that could not start.
// Leaves out what the account may not read. One thread.
void AddFindings(Status& status, const token::Profile& profile, const rotation::Record& record, kube::Client& client,
                 ports::Clock& clock);

std::string ForPeople(const Status& status);
std::string AsJson(const Status& status);

}  // namespace commands
