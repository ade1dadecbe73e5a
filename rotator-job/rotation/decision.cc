#include "rotation/decision.h"

#include <algorithm>

namespace rotation {
namespace {

Step DecideSet(const World& world) {
  const bool forward = world.phase == Phase::kForward;
  const auto all = [&](auto holds) { return std::all_of(world.consumers.begin(), world.consumers.end(), holds); };
  const bool settled = world.copies_equal && all([](const ConsumerState& c) { return c.proven || c.refused; });
  const bool drained = all([](const ConsumerState& c) { return c.drained || c.refused; });
  if (settled && (drained || world.late)) {
    const bool refused = !all([](const ConsumerState& c) { return !c.refused; });
    return refused ? Step::kGiveUp : forward ? Step::kFinish : Step::kRolledBack;
  }
  if (world.late) {
    return forward ? Step::kRollBack : Step::kGiveUp;
  }
  if (!world.copies_equal) {
    return Step::kCopy;
  }
  return all([](const ConsumerState& c) { return c.restarted || c.refused; }) ? Step::kWait : Step::kRestart;
}

}  // namespace

Step Decide(const World& world) {
  switch (world.live) {
    case Live::kMissing:
      return Step::kAskPerson;
    case Live::kOther:
      return Step::kYield;
    case Live::kPending:
      return world.phase == Phase::kForward ? DecideSet(world) : Step::kSet;
    case Live::kPrevious:
      return world.phase == Phase::kForward ? Step::kSet : DecideSet(world);
  }
  return Step::kAskPerson;
}

}  // namespace rotation
