#include "doctor/evaluate.h"

#include <gtest/gtest.h>

#include "healthy.h"

namespace doctor {
namespace {

using testing::HasSubstr;

TEST(Evaluate, FindsNothingWrongWithAHealthyInstallation) {
  const Healthy healthy;
  std::set<std::string> checks;
  for (const auto& finding : Evaluate(healthy.seen, healthy.profile)) {
    EXPECT_EQ(finding.level, Level::kOk) << finding.check << ": " << finding.text;
    EXPECT_EQ(finding.remedy, "");
    checks.insert(finding.check);
  }
  EXPECT_EQ(checks, (std::set<std::string>{"api-server", "ca-bundle", "certificate", "clock", "cron-job",
                                           "last-rotation", "owner", "parts", "permissions", "record", "registration",
                                           "secret", "trial-strong", "trial-weak", "version", "webhook"}));
}

TEST(Evaluate, SaysWhyACheckCannotBeMade) {
  Snapshot blind;
  blind.parts.push_back({"Service token-webhook", true, "nothing works", base::Fail(base::Code::kDenied, "no")});
  for (const auto& finding : Evaluate(blind, token::KeptnProfile())) {
    EXPECT_NE(finding.level, Level::kFailure) << finding.text;
  }
  Healthy healthy;
  healthy.seen.validating = base::Fail(base::Code::kDenied, "forbidden");
  EXPECT_EQ(healthy.Says("registration"),
            "warning: not checked: this account may not read ValidatingWebhookConfiguration token-webhook");
  healthy.seen.validating = base::Fail(base::Code::kUnavailable, "HTTP status 503");
  EXPECT_THAT(healthy.Says("registration"), HasSubstr("could not be read: HTTP status 503"));
}

TEST(Evaluate, ShowsNeitherTokensNorPathKeys) {
  Healthy healthy;
  healthy.seen.weak.result = Refused("failed calling webhook: Post \"https://h/validate/0123456789abcdef?timeout=5s\"");
  for (const auto& finding : Evaluate(healthy.seen, healthy.profile)) {
    EXPECT_EQ((finding.text + finding.remedy).find("0123456789abcdef"), std::string::npos);
    EXPECT_EQ((finding.text + finding.remedy).find(kToken), std::string::npos);
  }
  EXPECT_EQ(WithoutPathKeys("a /validate/k1?x /mutate/k2\" /validate/k3"), "a /validate/…?x /mutate/…\" /validate/…");
}

}  // namespace
}  // namespace doctor
