// The options of one run, and the exit codes.
#pragma once

#include <chrono>
#include <string>

namespace rotation {

enum class Exit {
  kDone = 0,         // Rotated, or nothing due.
  kUsage = 2,        // Usage or configuration.
  kNeedsPerson = 3,  // The last line of the log says what to do.
  kUnreachable = 4,  // The API server did not answer in time, or the run was stopped; the next run resumes.
  kLocked = 5,       // Another run holds the lock.
  kRolledBack = 6,   // The previous token is live and proven again.
};

enum class Strategy {
  kRollout,     // A rotation id in the pod template, as `kubectl rollout restart` does.
  kDeletePods,  // Deletes the consumers' pods, as Keptn's documentation does; needs `delete` on pods.
};

struct Settings {
  std::chrono::seconds max_age{0};   // Rotate only a token that is older; 0 rotates always.
  std::chrono::seconds keep{86400};  // How long the previous token is kept for the command `rollback`.
  std::chrono::seconds deadline{
      300};  // For the proof of a new token. A rollout takes seconds; image pulls take minutes.
  std::chrono::seconds rollback_deadline{300};  // For the proof of the previous token in a rollback.
  std::chrono::seconds lock{20};                // A lock that is not renewed for so long belongs to a dead run.
  Strategy strategy = Strategy::kRollout;
  bool dry_run = false;
  bool force = false;         // Rotate after three failures in a row.
  bool accept_owner = false;  // Rotate although a GitOps tool owns the Secret.
  bool rollback = false;      // Make the previous token live again instead of a new one.
  std::string holder;         // Unique to this run: the lock's holderIdentity.
  std::string instance;       // This run in its audit lines (trail/instance.h).
};

}  // namespace rotation
