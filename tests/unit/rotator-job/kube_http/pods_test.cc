#include "kube_http/pods.h"

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
  EXPECT_EQ(pod.secrets,
            (kube::SecretReferences{{"volume", {"*"}}, {"projected", {"*"}}, {"init", {"k"}}, {"from", {"*"}}}));
  EXPECT_EQ(pod.owner.uid, "ru");
  EXPECT_EQ(pod.ip, "fd00::1");
  EXPECT_TRUE(pod.ready && !pod.terminating && !pod.ended);
  EXPECT_TRUE(page->list.pods.at(1).terminating && page->list.pods.at(1).ended);
}

TEST(DecodePods, ReadsTheKeysThatAVolumeNames) {
  const auto page = DecodePods(Bytes(R"({"metadata":{"resourceVersion":"7"},"items":[
    {"metadata":{"name":"p","uid":"u"},"spec":{"volumes":[
       {"secret":{"secretName":"s","items":[{"key":"a","path":"x"},{"key":"b","path":"y"}]}}]}}]})"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->list.pods.at(0).secrets, (kube::SecretReferences{{"s", {"a", "b"}}}));
}

TEST(DecodePods, SaysWhyAPodIsNotReady) {
  const auto page = DecodePods(Bytes(R"({"metadata":{"resourceVersion":"7"},"items":[
    {"metadata":{"name":"p","uid":"u"},"status":{
      "conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/1 nodes"},
                    {"type":"Ready","status":"False"}],
      "containerStatuses":[
        {"name":"a","state":{"waiting":{"reason":"ImagePullBackOff","message":"no such image"}}},
        {"name":"b","state":{"waiting":{"reason":"CrashLoopBackOff"}},
         "lastState":{"terminated":{"exitCode":7,"reason":"Error"}}},
        {"name":"c","state":{"waiting":{"reason":"ContainerCreating"}}}]}},
    {"metadata":{"name":"q","uid":"v"},"status":{"conditions":[{"type":"Ready","status":"True"}],
      "containerStatuses":[{"name":"a","lastState":{"terminated":{"exitCode":7,"reason":"Error"}}}]}}]})"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->list.pods.at(0).problems,
            (std::vector<std::string>{"Unschedulable: 0/1 nodes", "container a: ImagePullBackOff: no such image",
                                      "container b: CrashLoopBackOff", "container b ended with exit code 7: Error"}));
  EXPECT_TRUE(page->list.pods.at(1).problems.empty()) << "a ready pod has none";
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

}  // namespace
}  // namespace kube_http
