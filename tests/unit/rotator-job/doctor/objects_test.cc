#include "doctor/objects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace doctor {
namespace {

using testing::ElementsAre;

json::Object Parse(const std::string& text) { return std::move(*json::Object::Parse(text)); }

TEST(ReadHooks, ReadsWhatDecidesOnACall) {
  const auto object = Parse(R"({"webhooks": [{"name": "v", "failurePolicy": "Fail",
    "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["secrets"], "operations": ["CREATE"], "scope": "*"}],
    "namespaceSelector": {"matchLabels": {"a": "b"}, "matchExpressions": [{"key": "k", "operator": "In", "values": ["x"]}]},
    "matchConditions": [{"name": "n", "expression": "true"}],
    "clientConfig": {"caBundle": "Y2E=", "service": {"name": "s", "namespace": "n", "path": "/validate/k"}}},
    {"name": "u", "clientConfig": {"url": "https://h/"}}]})");
  const auto hooks = ReadHooks(object.Root());
  ASSERT_EQ(hooks.size(), 2U);
  EXPECT_EQ(hooks[0].service, "s.n.svc");
  EXPECT_EQ(hooks[0].ca_bundle, "ca");
  EXPECT_EQ(hooks[0].conditions, std::vector<std::string>{"true"});
  EXPECT_EQ(hooks[0].rules[0].operations, std::set<std::string>{"CREATE"});
  EXPECT_EQ(hooks[0].namespaces.labels.at("a"), "b");
  EXPECT_EQ(hooks[0].namespaces.expressions[0].values, std::set<std::string>{"x"});
  EXPECT_EQ(hooks[1].service, "");
}

TEST(ReadPods, LeavesOutPodsThatEndOrHaveEnded) {
  const auto object = Parse(R"({"items": [
    {"metadata": {"name": "a"}, "status": {"podIP": "10.0.0.1", "conditions": [{"type": "Ready", "status": "True"}]},
     "spec": {"containers": [{"ports": [{"name": "https", "containerPort": 8443}, {"name": "ops", "containerPort": 8080}]}]}},
    {"metadata": {"name": "b", "deletionTimestamp": "2026-01-01T00:00:00Z"}},
    {"metadata": {"name": "c"}, "status": {"phase": "Failed"}}]})");
  const auto pods = ReadPods(object.Root());
  ASSERT_EQ(pods.size(), 1U);
  EXPECT_TRUE(pods[0].ready);
  EXPECT_EQ(pods[0].ops_port, 8080);
}

TEST(ReadDeployment, PrefersTheWebhooksContainer) {
  const auto object = Parse(R"({"spec": {"replicas": 3, "template": {"spec": {"containers": [
    {"name": "mesh", "image": "m"}, {"name": "token-webhook", "image": "w"}]}}}, "status": {"availableReplicas": 2}})");
  const auto deployment = ReadDeployment(object.Root());
  EXPECT_EQ(deployment.image, "w");
  EXPECT_EQ(deployment.replicas, 3);
  EXPECT_EQ(deployment.available, 2);
}

TEST(Denies, LooksForTheAction) {
  EXPECT_TRUE(Denies(Parse(R"({"spec": {"validationActions": ["Audit", "Deny"]}})").Root()));
  EXPECT_FALSE(Denies(Parse(R"({"spec": {"validationActions": ["Audit"]}})").Root()));
  EXPECT_FALSE(Denies(Parse("{}").Root()));
}

TEST(ReadCronJob, ReadsItsTimes) {
  const auto object = Parse(R"({"spec": {"suspend": true}, "metadata": {"creationTimestamp": "c"},
    "status": {"active": [{}], "lastScheduleTime": "s", "lastSuccessfulTime": "t"}})");
  const auto job = ReadCronJob(object.Root());
  EXPECT_TRUE(job.suspended);
  EXPECT_EQ(job.active, 1);
  EXPECT_EQ(job.created + job.scheduled + job.successful, "cst");
}

TEST(ReadBuildVersion, FindsTheLabel) {
  EXPECT_EQ(ReadBuildVersion("# TYPE x\ntoken_webhook_build_info{version=\"0.1.0\"} 1\n"), "0.1.0");
  EXPECT_EQ(ReadBuildVersion("nothing"), "");
}

TEST(EncodeAccessReview, AsksAsTheServiceAccountWithItsGroups) {
  const auto body =
      EncodeAccessReview("system:serviceaccount:token-guard:token-rotator", "keptn", {"get", "", "secrets", "s"});
  const auto object = Parse(std::string(body.Reveal()));
  EXPECT_EQ(json::Text(&object.Root(), {"spec", "resourceAttributes", "namespace"}), "keptn");
  std::vector<std::string> groups;
  json::Each(json::At(&object.Root(), {"spec", "groups"}),
             [&](const json::Value& group) { groups.emplace_back(group.GetString()); });
  EXPECT_THAT(groups,
              ElementsAre("system:serviceaccounts", "system:serviceaccounts:token-guard", "system:authenticated"));
}

}  // namespace
}  // namespace doctor
