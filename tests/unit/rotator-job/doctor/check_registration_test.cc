#include <gtest/gtest.h>

#include "healthy.h"

namespace doctor {
namespace {

using testing::HasSubstr;

TEST(CheckRegistration, MissesARegistrationThatIsGone) {
  Healthy healthy;
  healthy.seen.validating = base::Fail(base::Code::kNotFound, "");
  EXPECT_EQ(healthy.Says("registration"), "failure: ValidatingWebhookConfiguration token-webhook does not exist");
  healthy.seen.validating = std::vector<Hook>();
  EXPECT_THAT(healthy.Says("registration"), HasSubstr("failure: CREATE of keptn/keptn-api-token does not reach"));
}

TEST(CheckRegistration, TellsARegistrationThatIsNotActiveYet) {
  Healthy healthy;
  for (auto* hooks : {&healthy.seen.validating, &healthy.seen.mutating}) {
    for (auto& hook : **hooks) {
      hook.rules.clear();
    }
  }
  EXPECT_THAT(healthy.Says("registration"),
              HasSubstr("failure: ValidatingWebhookConfiguration token-webhook has no rules yet"));
}

TEST(CheckRegistration, NamesWhatKeepsAWriteFromTheWebhook) {
  const auto with = [](const std::function<void(Hook&)>& change) {
    Healthy healthy;
    change(healthy.seen.validating->front());
    return healthy.Says("registration");
  };
  EXPECT_THAT(with([](Hook& hook) { hook.namespaces.labels["team"] = "a"; }),
              HasSubstr("failure: UPDATE of keptn/keptn-api-token does not reach the webhook: "
                        "validate.token-webhook.keptn.sh: its namespaceSelector does not match namespace keptn"));
  EXPECT_THAT(with([](Hook& hook) { hook.objects.labels["guard"] = "on"; }), HasSubstr("its objectSelector"));
  EXPECT_THAT(with([](Hook& hook) { hook.conditions = {"object.metadata.name == 'other'"}; }),
              HasSubstr("its matchConditions select another name than keptn-api-token"));
  EXPECT_THAT(with([](Hook& hook) { hook.rules[0].operations = {"CREATE"}; }),
              HasSubstr("no webhook of it has a rule for UPDATE of secrets"));
  EXPECT_THAT(with([](Hook& hook) { hook.rules[0].resources = {"configmaps"}; }), HasSubstr("failure: CREATE"));
  EXPECT_THAT(with([](Hook& hook) { hook.failure_policy = "Ignore"; }),
              HasSubstr("warning: CREATE of keptn/keptn-api-token is not judged while the webhook is down"));
  EXPECT_EQ(with([](Hook& hook) {
              hook.rules[0] = {{"*"}, {"*"}, {"*/*"}, {"*"}, "*"};
            }),
            "warning: namespace keptn cannot be deleted while the webhook is down: DELETE has failurePolicy Fail");
}

TEST(CheckRegistration, SaysWhatIsLostWithoutTheMutatingWebhook) {
  Healthy healthy;
  healthy.seen.mutating = base::Fail(base::Code::kNotFound, "");
  EXPECT_THAT(healthy.Says("registration"),
              HasSubstr("warning: MutatingWebhookConfiguration token-webhook does not exist"));
  healthy.seen.mutating = base::Fail(base::Code::kDenied, "");
  EXPECT_THAT(healthy.Says("registration"), HasSubstr("may not read MutatingWebhookConfiguration"));
}

TEST(CheckRegistration, NeedsTheNamespace) {
  Healthy healthy;
  healthy.seen.namespace_labels = base::Fail(base::Code::kNotFound, "");
  EXPECT_EQ(healthy.Says("registration"), "failure: namespace keptn does not exist");
}

TEST(Selector, MatchesAsKubernetesDoes) {
  const std::map<std::string, std::string> labels{{"a", "1"}};
  const auto matches = [&](const std::string& key, const std::string& op, const std::set<std::string>& values) {
    return Selector{{}, {{key, op, values}}}.Matches(labels);
  };
  EXPECT_TRUE(Selector().Matches(labels));
  EXPECT_TRUE((Selector{{{"a", "1"}}, {}}.Matches(labels)));
  EXPECT_FALSE((Selector{{{"a", "2"}}, {}}.Matches(labels)));
  EXPECT_TRUE(matches("a", "In", {"1", "2"}));
  EXPECT_FALSE(matches("b", "In", {"1"}));
  EXPECT_FALSE(matches("a", "NotIn", {"1"}));
  EXPECT_TRUE(matches("b", "NotIn", {"1"}));
  EXPECT_TRUE(matches("a", "Exists", {}));
  EXPECT_TRUE(matches("b", "DoesNotExist", {}));
  EXPECT_FALSE(matches("a", "Near", {}));
}

}  // namespace
}  // namespace doctor
