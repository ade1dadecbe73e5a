#include "rotation/decision.h"

#include <gtest/gtest.h>

namespace rotation {
namespace {

struct Case {
  const char* name;
  World world;
  Step step;
};

TEST(Decide, TakesTheOneStepThatIsDue) {
  const ConsumerState fresh{};
  const ConsumerState stamped{true, false};
  const ConsumerState proven{true, true};
  const ConsumerState leaving{true, true, false};
  const ConsumerState refused{false, false, false, true};
  const Case cases[] = {
      {"not set yet", {Phase::kForward, Live::kPrevious, {fresh, fresh}, false}, Step::kSet},
      {"set, nobody restarted", {Phase::kForward, Live::kPending, {fresh, fresh}, false}, Step::kRestart},
      {"one of two restarted", {Phase::kForward, Live::kPending, {stamped, fresh}, false}, Step::kRestart},
      {"restarting", {Phase::kForward, Live::kPending, {stamped, proven}, false}, Step::kWait},
      {"all proven", {Phase::kForward, Live::kPending, {proven, proven}, false}, Step::kFinish},
      {"proven at the last moment", {Phase::kForward, Live::kPending, {proven, proven}, true}, Step::kFinish},
      {"not proven in time", {Phase::kForward, Live::kPending, {stamped, proven}, true}, Step::kRollBack},
      {"rollback, not put back yet", {Phase::kRollback, Live::kPending, {stamped}, false}, Step::kSet},
      {"rollback, put back", {Phase::kRollback, Live::kPrevious, {fresh}, false}, Step::kRestart},
      {"rollback, proven", {Phase::kRollback, Live::kPrevious, {proven}, false}, Step::kRolledBack},
      {"rollback, not proven in time", {Phase::kRollback, Live::kPrevious, {stamped}, true}, Step::kGiveUp},
      {"a person's token", {Phase::kForward, Live::kOther, {proven}, true}, Step::kYield},
      {"a person's token in a rollback", {Phase::kRollback, Live::kOther, {fresh}, false}, Step::kYield},
      {"a copy differs", {Phase::kForward, Live::kPending, {fresh}, false, false}, Step::kCopy},
      {"a copy cannot be written", {Phase::kForward, Live::kPending, {proven}, true, false}, Step::kRollBack},
      {"rollback, a copy differs", {Phase::kRollback, Live::kPrevious, {fresh}, false, false}, Step::kCopy},
      {"proven, old pods terminating", {Phase::kForward, Live::kPending, {leaving}, false}, Step::kWait},
      {"old pods terminating too long", {Phase::kForward, Live::kPending, {leaving}, true}, Step::kFinish},
      {"rollback, old pods terminating too long",
       {Phase::kRollback, Live::kPrevious, {leaving}, true},
       Step::kRolledBack},
      {"rollback, one restart refused", {Phase::kRollback, Live::kPrevious, {refused, fresh}, false}, Step::kRestart},
      {"rollback, the others proven", {Phase::kRollback, Live::kPrevious, {refused, proven}, false}, Step::kGiveUp},
      {"the Secret deleted", {Phase::kForward, Live::kMissing, {proven}, false}, Step::kAskPerson},
  };
  for (const auto& expected : cases) {
    EXPECT_EQ(Decide(expected.world), expected.step) << expected.name;
  }
}

}  // namespace
}  // namespace rotation
