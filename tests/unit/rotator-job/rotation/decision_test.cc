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
  const Case cases[] = {
      {"not set yet", {Phase::kForward, Live::kPrevious, {fresh, fresh}, false}, Step::kSet},
      {"set, nobody restarted", {Phase::kForward, Live::kPending, {fresh, fresh}, false}, Step::kRestart},
      {"one of two restarted", {Phase::kForward, Live::kPending, {stamped, fresh}, false}, Step::kRestart},
      {"restarting", {Phase::kForward, Live::kPending, {stamped, proven}, false}, Step::kWait},
      {"all proven", {Phase::kForward, Live::kPending, {proven, proven}, false}, Step::kFinish},
      {"proven at the last moment", {Phase::kForward, Live::kPending, {proven, proven}, true}, Step::kFinish},
      {"not proven in time", {Phase::kForward, Live::kPending, {stamped, proven}, true}, Step::kTurnBack},
      {"back, not put back yet", {Phase::kBack, Live::kPending, {stamped}, false}, Step::kSet},
      {"back, put back", {Phase::kBack, Live::kPrevious, {fresh}, false}, Step::kRestart},
      {"back, proven", {Phase::kBack, Live::kPrevious, {proven}, false}, Step::kUndone},
      {"back, not proven in time", {Phase::kBack, Live::kPrevious, {stamped}, true}, Step::kGiveUp},
      {"a person's token", {Phase::kForward, Live::kOther, {proven}, true}, Step::kYield},
      {"a person's token in an undo", {Phase::kBack, Live::kOther, {fresh}, false}, Step::kYield},
      {"a copy differs", {Phase::kForward, Live::kPending, {fresh}, false, false}, Step::kCopy},
      {"a copy cannot be written", {Phase::kForward, Live::kPending, {proven}, true, false}, Step::kTurnBack},
      {"back, a copy differs", {Phase::kBack, Live::kPrevious, {fresh}, false, false}, Step::kCopy},
      {"the Secret deleted", {Phase::kForward, Live::kMissing, {proven}, false}, Step::kAskPerson},
  };
  for (const auto& expected : cases) {
    EXPECT_EQ(Decide(expected.world), expected.step) << expected.name;
  }
}

}  // namespace
}  // namespace rotation
