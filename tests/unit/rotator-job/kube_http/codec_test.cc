#include "kube_http/codec.h"

#include <gtest/gtest.h>

namespace kube_http {
namespace {

base::SecretBytes Bytes(std::string_view text) { return base::SecretBytes(text); }

TEST(DecodeSecret, NamesTheOwnerAndTheLastWriterOfEachKey) {
  const auto secret = DecodeSecret(Bytes(R"({"metadata":{"name":"s","resourceVersion":"7",
    "ownerReferences":[{"kind":"SealedSecret","name":"s","uid":"u","controller":true}],
    "managedFields":[
      {"manager":"kubectl","time":"2026-11-24T03:00:00Z","fieldsV1":{"f:data":{".":{},"f:token":{},"f:other":{}}}},
      {"manager":"token-rotator","time":"2026-11-24T02:00:00Z","fieldsV1":{"f:data":{"f:token":{}}}},
      {"manager":"mark","time":"2026-11-24T04:00:00Z","fieldsV1":{"f:metadata":{}}}]}})"));
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->owner.kind, "SealedSecret");
  EXPECT_EQ(secret->writers.at("token"), "kubectl");
  EXPECT_EQ(secret->set, "2026-11-24T02:00:00Z");
  EXPECT_EQ(secret->managers.size(), 3U);
}

TEST(DecodeDeployment, ReadsTimesReferencesAndConditions) {
  const auto deployment = DecodeDeployment(Bytes(R"({"metadata":{"name":"d","uid":"u","generation":3},
    "spec":{"minReadySeconds":7,"progressDeadlineSeconds":50,"strategy":{"type":"Recreate"},
      "template":{"spec":{"terminationGracePeriodSeconds":60,
        "containers":[{"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]}]}}},
    "status":{"conditions":[
      {"type":"Available","status":"False","reason":"MinimumReplicasUnavailable","message":"x"},
      {"type":"ReplicaFailure","status":"True","reason":"FailedCreate","message":"exceeded quota"},
      {"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"timed out"}]}})"));
  ASSERT_TRUE(deployment);
  EXPECT_TRUE(deployment->recreate);
  EXPECT_EQ(deployment->min_ready, std::chrono::seconds(7));
  EXPECT_EQ(deployment->progress, std::chrono::seconds(50));
  EXPECT_EQ(deployment->termination_grace, std::chrono::seconds(60));
  EXPECT_EQ(deployment->secrets, (kube::SecretReferences{{"s", {"k"}}}));
  EXPECT_EQ(deployment->problems,
            (std::vector<std::string>{"FailedCreate: exceeded quota", "ProgressDeadlineExceeded: timed out"}));
}

TEST(EncodeDelete, AsksForADryRunInTheBody) {
  EXPECT_EQ(EncodeDelete("u", kube::Write::kDryRun).Reveal(),
            R"({"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"u"},"dryRun":["All"]})");
  EXPECT_EQ(EncodeDelete("u", kube::Write::kReal).Reveal(),
            R"({"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"u"}})");
}

TEST(DecodeSecret, TellsWhoWroteItAndWhenWeDid) {
  const auto secret = DecodeSecret(Bytes(R"({"metadata":{"name":"s","resourceVersion":"1","managedFields":[
    {"manager":"token-rotator","time":"2026-11-24T03:00:00Z"},{"manager":"argocd-controller","time":"x"}]}})"));
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->set, "2026-11-24T03:00:00Z");
  EXPECT_EQ(secret->managers, (std::set<std::string>{"token-rotator", "argocd-controller"}));
}

TEST(Rules, AllowByNameOnlyWhatIsNamed) {
  const auto rules = DecodeRules(Bytes(R"({"status":{"resourceRules":[
    {"verbs":["get","patch"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["a"]},
    {"verbs":["list"],"apiGroups":[""],"resources":["pods"]},
    {"verbs":["*"],"apiGroups":["apps"],"resources":["*"]}]}})"));
  ASSERT_TRUE(rules);
  EXPECT_TRUE(rules->Allow({"patch", "", "secrets", "a"}));
  EXPECT_FALSE(rules->Allow({"patch", "", "secrets", "b"}));
  EXPECT_FALSE(rules->Allow({"patch", "", "secrets"})) << "a rule for one name is none for all";
  EXPECT_TRUE(rules->Allow({"list", "", "pods"}));
  EXPECT_FALSE(rules->Allow({"watch", "", "pods"}));
  EXPECT_TRUE(rules->Allow({"delete", "apps", "deployments", "x"}));
  EXPECT_FALSE(DecodeRules(Bytes("{}")));
}

}  // namespace
}  // namespace kube_http
