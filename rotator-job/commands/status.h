// `token-rotator status`: what the record says, for people and as JSON. Pure.
#pragma once

#include <optional>
#include <string>

#include "kube/client.h"
#include "ports/clock.h"
#include "rotation/record.h"
#include "token/profile.h"

namespace commands {

struct Status {
  std::string secret;  // "keptn/keptn-api-token"
  bool present = false;
  std::string state;  // "idle", "rotating", "going back"
  std::string holder;
  std::string id;
  std::string rotated;  // When the live token was set, as far as is known; RFC 3339.
  std::optional<std::chrono::seconds> age;
  std::string due;  // RFC 3339; empty where no --max-age is given or the age is not known.
  long failures = 0;
  std::string previous_until;  // RFC 3339; empty where no previous token is kept.
};

// `secret` is null where there is none.
Status Summarize(const token::Profile& profile, const rotation::Record& record, const kube::Secret* secret,
                 ports::Clock::WallTime now, const rotation::Settings& settings);
std::string ForPeople(const Status& status);
std::string AsJson(const Status& status);

}  // namespace commands
