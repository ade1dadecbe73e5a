#include <gtest/gtest.h>

#include "healthy.h"

namespace doctor {
namespace {

using testing::HasSubstr;

TEST(CheckTrials, FindsASecretThatIsNotGuarded) {
  Healthy healthy;
  healthy.seen.weak.result = true;
  EXPECT_EQ(healthy.Says("trial-weak"), "failure: a weak token was accepted: the Secret is not guarded");
  healthy.profile.mode = token::Mode::kAudit;
  EXPECT_EQ(healthy.Says("trial-weak"), "warning: a weak token was accepted, because the profile's mode is audit");
}

TEST(CheckTrials, TellsTheGuardsVerdictFromOthers) {
  Healthy healthy;
  healthy.seen.weak.result = Refused("admission webhook \"policy.example\" denied the request: no");
  EXPECT_THAT(healthy.Says("trial-weak"), HasSubstr("failure: a weak token was refused, but not by the guard"));
  healthy.seen.strong.result = Refused("admission webhook \"policy.example\" denied the request: no");
  EXPECT_THAT(healthy.Says("trial-strong"), HasSubstr("failure: a strong token was refused: "));
}

TEST(CheckTrials, FindsAWebhookThatCannotBeCalled) {
  Healthy healthy;
  healthy.seen.weak.result = healthy.seen.strong.result = base::Fail(
      base::Code::kUnknown, "Internal error occurred: failed calling webhook \"v\": x509: unknown authority");
  for (const auto* check : {"trial-weak", "trial-strong"}) {
    EXPECT_THAT(healthy.Says(check), HasSubstr("failure: kube-apiserver cannot call the webhook")) << check;
    EXPECT_THAT(healthy.Says(check), HasSubstr("x509: unknown authority"));
  }
}

TEST(CheckTrials, SaysWhyNothingWasTried) {
  Healthy healthy;
  healthy.seen.weak = healthy.seen.strong = {};
  EXPECT_EQ(healthy.Says("trial-weak"), "warning: not tried: there is no Secret to write to");
  healthy.seen.strong = {true, Refused("secrets \"keptn-api-token\" is forbidden: User \"u\" cannot patch resource")};
  healthy.seen.strong.result =
      Refused("secrets \"keptn-api-token\" is forbidden: User \"u\" cannot patch resource \"secrets\"");
  EXPECT_THAT(healthy.Says("trial-strong"), HasSubstr("warning: not tried: this account may not patch"));
  healthy.seen.strong.result = base::Fail(base::Code::kConflict, "the object has been modified");
  EXPECT_EQ(healthy.Says("trial-strong"), "warning: not tried: the object has been modified");
}

}  // namespace
}  // namespace doctor
