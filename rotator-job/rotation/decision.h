// What to do next, from a snapshot of the world. Pure: the whole rotation is this function and a loop around it.
#pragma once

#include <string>
#include <vector>

#include "rotation/record.h"

namespace rotation {

enum class Live {
  kPending,   // The Secret holds the token on its way in.
  kPrevious,  // … on its way out.
  kOther,     // … one that somebody else has put there.
  kMissing,   // There is no Secret, or no token in it.
};

struct ConsumerState {
  bool restarted = false;  // Its restart has been asked for, in this phase.
  bool proven = false;     // Rolled out, no pod of an earlier template left, every ready pod proven.
};

struct World {
  Phase phase = Phase::kIdle;
  Live live = Live::kMissing;
  std::vector<ConsumerState> consumers;
  bool late = false;         // The deadline of this phase has passed.
  bool copies_equal = true;  // Each copy holds what the Secret holds.
};

enum class Step {
  kSet,        // Write the phase's token into the Secret.
  kCopy,       // Write it into the copies.
  kRestart,    // Restart the consumers that are not restarted.
  kWait,       // Look again when something has changed.
  kFinish,     // All proven: write it down.
  kTurnBack,   // Not proven in time: go back to the previous token.
  kUndone,     // The previous token is live and proven again.
  kGiveUp,     // Not even that could be proven in time.
  kYield,      // Somebody else has set a token: theirs stands.
  kAskPerson,  // The Secret is gone; the rotator may not create one.
};

Step Decide(const World& world);

}  // namespace rotation
