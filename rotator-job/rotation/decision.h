// The next step of a rotation, from a snapshot of the cluster. Pure: a rotation is this function in a loop
// (executor.h).
#pragma once

#include <vector>

#include "rotation/record.h"

namespace rotation {

// What the guarded Secret holds.
enum class Live {
  kPending,   // The token that the rotation makes live.
  kPrevious,  // The token that the rotation replaces.
  kOther,     // A token that another writer has set.
  kMissing,   // There is no Secret, or no token in it.
};

struct ConsumerState {
  bool restarted = false;  // Its pods have been told to restart in this phase.
  bool proven = false;     // Rolled out, and each ready pod accepts the wanted token and refuses the other one.
  bool drained = true;     // No pod of an earlier template is left, terminating ones included.
  bool refused = false;    // Rollback only: the API server refuses its restart.
};

struct World {
  Phase phase = Phase::kIdle;
  Live live = Live::kMissing;
  std::vector<ConsumerState> consumers;
  bool late = false;         // The deadline of this phase has passed.
  bool copies_equal = true;  // Each copy holds the phase's token.
};

enum class Step {
  kSet,         // Write the phase's token into the Secret.
  kCopy,        // Write the token into the copies.
  kRestart,     // Restart the consumers that are not restarted.
  kWait,        // Wait for a change of a pod.
  kFinish,      // The new token is proven: record it.
  kRollBack,    // The new token is not proven in time: return to the previous one.
  kRolledBack,  // The previous token is live and proven again: record it.
  kGiveUp,      // The previous token cannot be proven either.
  kYield,       // Another writer has set a token, which stays.
  kAskPerson,   // The Secret is gone, and the rotator may not create one.
};

// In this order: a foreign or missing token ends the rotation; a token that is not the phase's is set; a proven phase
// ends, although pods of the earlier template may still be terminating when the deadline passes; an unproven phase ends
// at its deadline.
Step Decide(const World& world);

}  // namespace rotation
