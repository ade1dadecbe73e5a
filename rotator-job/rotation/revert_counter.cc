#include "rotation/revert_counter.h"

namespace rotation {

bool RevertCounter::Observe(Live live, Phase phase) {
  const Live wanted = phase == Phase::kForward ? Live::kPending : Live::kPrevious;
  const Live other = phase == Phase::kForward ? Live::kPrevious : Live::kPending;
  const bool reverted = held_ && live == other;
  held_ = live == wanted;
  count_ += reverted ? 1 : 0;
  return reverted;
}

}  // namespace rotation
