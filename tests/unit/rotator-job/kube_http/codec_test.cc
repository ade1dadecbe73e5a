#include "kube_http/codec.h"

#include <gtest/gtest.h>

namespace kube_http {
namespace {

base::SecretBytes Bytes(std::string_view text) { return base::SecretBytes(text); }

TEST(DecodePods, FindsEverySecretThatAPodReads) {
  const auto page = DecodePods(Bytes(R"({"metadata":{"resourceVersion":"7","continue":"more"},"items":[
    {"metadata":{"name":"p","uid":"u","creationTimestamp":"2026-11-24T03:00:00Z",
       "ownerReferences":[{"kind":"Node","uid":"n"},{"kind":"ReplicaSet","name":"r","uid":"ru","controller":true}]},
     "spec":{"volumes":[{"secret":{"secretName":"volume"}},{"projected":{"sources":[{"secret":{"name":"projected"}}]}},
               {"emptyDir":{}}],
       "initContainers":[{"env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"init","key":"k"}}}]}],
       "containers":[{"env":[{"name":"B","value":"x"}],"envFrom":[{"secretRef":{"name":"from"}}]}]},
     "status":{"phase":"Running","podIP":"fd00::1","conditions":[{"type":"Ready","status":"True"}]}},
    {"metadata":{"name":"q","uid":"v","deletionTimestamp":"2026-11-24T03:00:00Z"},"status":{"phase":"Failed"}}]})"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->next, "more");
  EXPECT_EQ(page->list.version, "7");
  const auto& pod = page->list.pods.at(0);
  EXPECT_EQ(pod.secrets, (std::set<std::string>{"volume", "projected", "init", "from"}));
  EXPECT_EQ(pod.owner.uid, "ru");
  EXPECT_EQ(pod.ip, "fd00::1");
  EXPECT_TRUE(pod.ready && !pod.terminating && !pod.ended);
  EXPECT_TRUE(page->list.pods.at(1).terminating && page->list.pods.at(1).ended);
}

TEST(DecodePodChange, KnowsChangesAndTheEndOfAWatch) {
  EXPECT_TRUE(DecodePodChange(R"({"type":"DELETED","object":{"metadata":{"name":"p","uid":"u"}}})")->gone);
  EXPECT_FALSE(DecodePodChange(R"({"type":"ADDED","object":{"metadata":{"name":"p","uid":"u"}}})")->gone);
  EXPECT_EQ(DecodePodChange(R"({"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9"}}})")->pod.uid, "");
  for (const auto* line : {R"({"type":"ERROR","object":{"message":"too old resource version"}})", "<html>", "{}",
                           R"({"type":"ADDED","object":{}})", R"({"type":"ADDED"})"}) {
    const auto change = DecodePodChange(line);
    ASSERT_FALSE(change) << line;
    EXPECT_EQ(change.error().code, base::Code::kUnavailable);
  }
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
