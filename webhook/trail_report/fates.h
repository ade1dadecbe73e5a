// What became of the changes that the webhook allowed: *allowed* is not *stored*. Pure; one thread.
//
// Each line about the Secret names the token that was stored when the API server asked (fingerprintBefore). An allowed
// change was stored if a later line finds its token. A token that no allowed change has left was set by an edit that no
// review saw.
#pragma once

#include <deque>
#include <vector>

#include "trail_report/model.h"

namespace trail_report {

struct Fates {
  std::vector<UnseenEdit> unseen;
  std::vector<Time> token_changes;  // By time; of stored and open changes, and of unseen edits.
};

// Sets the fate of each moment. `moments` are sorted by time. `steps` are moments of the rotator's own lines, sorted:
// only `time`, `secret` and `after` count, and say that the Secret holds that token.
Fates Trace(std::deque<Moment>& moments, const std::vector<Moment>& steps);

}  // namespace trail_report
