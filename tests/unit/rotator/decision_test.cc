#include "rotator/decision.h"

#include <gtest/gtest.h>

#include "rotator/duration.h"
#include "rotator/owners.h"

namespace rotator {
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

TEST(ParseDuration, ReadsWhatPeopleWrite) {
  EXPECT_EQ(ParseDuration("30d"), std::chrono::hours(720));
  EXPECT_EQ(ParseDuration("12h"), std::chrono::hours(12));
  EXPECT_EQ(ParseDuration("90m"), std::chrono::minutes(90));
  EXPECT_EQ(ParseDuration("0s"), std::chrono::seconds(0));
  for (const auto* text : {"", "d", "30", "-1d", "1.5h", "30 d", "99999999999999999999d", "1w"}) {
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
  }
}

TEST(FindOwner, KnowsTheMarksOfThoseWhoWouldUndoARotation) {
  const auto owner = [](const char* label, const char* value, bool annotation) {
    kube::Secret secret;
    (annotation ? secret.annotations : secret.labels)[label] = value;
    return FindOwner(secret);
  };
  EXPECT_EQ(owner("argocd.argoproj.io/tracking-id", "x", true)->name, "Argo CD");
  EXPECT_EQ(owner("kustomize.toolkit.fluxcd.io/name", "x", false)->name, "Flux");
  EXPECT_EQ(owner("reconcile.external-secrets.io/created-by", "x", false)->name, "External Secrets");
  EXPECT_EQ(owner("reconcile.external-secrets.io/managed", "true", false)->name, "External Secrets");
  EXPECT_EQ(owner("helm.toolkit.fluxcd.io/name", "x", false)->name, "Flux");
  EXPECT_TRUE(owner("argocd.argoproj.io/tracking-id", "x", true)->undoes);
  kube::Secret applied;
  applied.managers = {"kubectl-create", "argocd-controller"};
  EXPECT_EQ(FindOwner(applied)->name, "Argo CD") << "with tracking by label, the field manager is its only mark";
  kube::Secret left_alone;
  left_alone.labels["kustomize.toolkit.fluxcd.io/name"] = "x";
  left_alone.annotations["kustomize.toolkit.fluxcd.io/ssa"] = "IfNotPresent";
  EXPECT_FALSE(FindOwner(left_alone)->undoes);
  EXPECT_FALSE(owner("app.kubernetes.io/managed-by", "Helm", false)->undoes);
  EXPECT_FALSE(owner("app.kubernetes.io/managed-by", "kubectl", false).has_value());
}

}  // namespace
}  // namespace rotator
