#include "rotation/report.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class ReportTest : public RotationFixture {
 protected:
  Settings settings;
  const Context context{settings, profile, cluster, cluster, clock, random, log};
  Report report{context};
};

TEST_F(ReportTest, LogsAStepOnceHoweverOftenItIsEntered) {
  for (const auto* step : {step::kProve, step::kProve, step::kRestart, step::kProve, step::kProve}) {
    report.Enter(step);
  }
  EXPECT_EQ(log.lines, (std::vector<std::string>{"step step=prove", "step step=restart", "step step=prove"}));
}

TEST_F(ReportTest, WritesNoEventThatTheAccountMayNotCreate) {
  report.DisableEvents();
  report.Announce({"v1", "Secret", "keptn-api-token", "uid"}, "Reason", "sentence", false);
  EXPECT_TRUE(cluster.events.empty());
}

TEST_F(ReportTest, NamesWhatIsLeftToAPerson) {
  report.LogRemainder({{"StatefulSet", "db"}});
  EXPECT_TRUE(
      Logged("still to be restarted kind=StatefulSet name=db remedy=kubectl rollout restart -n keptn "
             "statefulset/db"));
  EXPECT_TRUE(Logged("log the CLI in again command=keptn auth"));
}

}  // namespace
}  // namespace rotation
