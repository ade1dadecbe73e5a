// The settings of a run, and how a run can end. Each field's initial value is its default.
#pragma once

#include <chrono>
#include <string>

namespace rotation {

// Exit codes of the program.
enum class Exit {
  kDone = 0,         // Rotated, or nothing is due.
  kUsage = 2,        // Wrong usage or configuration.
  kNeedsPerson = 3,  // The log says what to do.
  kUnreachable = 4,  // The API server was unreachable or time ran out; the next run continues.
  kLocked = 5,       // Another run holds the lock.
  kUndone = 6,       // The previous token is live again.
};

enum class Strategy {
  kRollout,     // Stamp the pod templates, as `kubectl rollout restart` does.
  kDeletePods,  // Delete the consumers' pods, as Keptn's documentation says; needs the permission to delete pods.
};

struct Settings {
  std::chrono::seconds max_age{0};     // Rotate only an older token; 0 rotates always.
  std::chrono::seconds keep{86400};    // How long the previous token is kept for a rollback.
  std::chrono::seconds deadline{300};  // For the proof. A rollout takes seconds; pulling images takes minutes.
  std::chrono::seconds rollback_deadline{300};
  std::chrono::seconds lock{20};  // A lock that has not been renewed for this long belongs to a dead run.
  Strategy strategy = Strategy::kRollout;
  bool dry_run = false;       // Report the steps; change nothing and take no lock.
  bool force = false;         // Rotate despite three failures in a row, and reset their count.
  bool accept_owner = false;  // Rotate despite a GitOps tool that may revert the Secret.
  bool rollback = false;      // Restore the previous token instead of creating one.
  std::string holder;         // Unique to this run.
};

}  // namespace rotation
