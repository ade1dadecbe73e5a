// What every part of a run is given: settings, profile, and the ports to the world. All borrowed; they outlive the run.
#pragma once

#include <string>
#include <string_view>

#include "kube/client.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "ports/random.h"
#include "rotation/settings.h"
#include "token/profile.h"

namespace rotation {

struct Context {
  const Settings& settings;
  const token::Profile& profile;
  kube::Client& client;
  kube::PodProbe& probe;
  ports::Clock& clock;
  ports::Random& random;
  ports::Log& log;
};

// How a run ends. `outcome` is the one of its audit line (docs/audit.schema.json). `sentence` becomes the last line of
// the log; empty if there is nothing to add. An Event with the reason `event` and the sentence is written unless
// `event` is empty.
struct Ending {
  Exit exit = Exit::kDone;
  std::string sentence{};
  std::string event{};
  std::string_view outcome = "stopped";
  const char* summary = nullptr;  // If set, durations and numbers are logged under this message.
};

}  // namespace rotation
