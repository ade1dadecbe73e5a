#include "rotation/decision.h"

#include <algorithm>

namespace rotation {

Step Decide(const World& world) {
  if (world.live == Live::kMissing) {
    return Step::kAskPerson;
  }
  if (world.live == Live::kOther) {
    return Step::kYield;
  }
  const bool forward = world.phase == Phase::kForward;
  if (world.live != (forward ? Live::kPending : Live::kPrevious)) {
    return Step::kSet;
  }
  const auto all = [&](bool ConsumerState::*what) {
    return std::all_of(world.consumers.begin(), world.consumers.end(),
                       [&](const ConsumerState& consumer) { return consumer.*what; });
  };
  if (world.copies_equal && all(&ConsumerState::proven)) {
    return forward ? Step::kFinish : Step::kUndone;
  }
  if (world.late) {
    return forward ? Step::kTurnBack : Step::kGiveUp;
  }
  if (!world.copies_equal) {
    return Step::kCopy;
  }
  return all(&ConsumerState::restarted) ? Step::kWait : Step::kRestart;
}

}  // namespace rotation
