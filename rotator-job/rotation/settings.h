// What a run has been told, and how it may end.
#pragma once

#include <chrono>
#include <string>

namespace rotation {

enum class Exit {
  kDone = 0,         // Rotated, or nothing due.
  kUsage = 2,        // Usage or configuration.
  kNeedsPerson = 3,  // The log says what to do.
  kUnreachable = 4,  // API unreachable or out of time; the next run takes it up.
  kLocked = 5,       // Another run holds the lock.
  kUndone = 6,       // The previous token is back.
};

enum class Strategy {
  kRollout,     // A stamp in the pod template: what `kubectl rollout restart` does.
  kDeletePods,  // The consumers' pods are deleted, as Keptn's documentation has it; needs `delete` on pods.
};

struct Settings {
  std::chrono::seconds max_age{0};     // Rotate only what is older; 0 rotates always.
  std::chrono::seconds keep{86400};    // How long the previous token is kept for a rollback.
  std::chrono::seconds deadline{300};  // For proving. A rollout takes seconds; images take minutes.
  std::chrono::seconds undo_deadline{300};
  std::chrono::seconds lock{20};  // A lock unchanged for so long belongs to the dead.
  Strategy strategy = Strategy::kRollout;
  bool dry_run = false;
  bool force = false;         // Rotate in spite of three failures.
  bool accept_owner = false;  // Rotate in spite of a GitOps owner.
  bool rollback = false;      // Put the previous token back instead of making one.
  std::string holder;         // Unique to this run.
};

}  // namespace rotation
