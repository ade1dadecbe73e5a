#include "kube_http/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_http.h"

namespace kube_http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kSecret = R"({"metadata":{"name":"s","uid":"u","resourceVersion":"7"},"data":{"k":"djE="}})";

// Lines as the test says, once.
class OneBatch final : public HttpStream {
 public:
  explicit OneBatch(std::vector<std::string> lines) : lines_(std::move(lines)) {}
  base::Result<std::vector<std::string>> Next(std::chrono::milliseconds /*wait*/) override {
    return lines_.empty() ? base::Result<std::vector<std::string>>(base::Fail(base::Code::kUnavailable, "ended"))
                          : std::exchange(lines_, {});
  }

 private:
  std::vector<std::string> lines_;
};

class ApiTest : public testing::Test {
 protected:
  // The code of the failure of a read, or of a write, that is answered with `status`.
  base::Code CodeOf(long status, bool write) {
    http_.statuses = {status};
    http_.body = R"({"kind":"Status","message":"no"})";
    const auto result = write ? api_.PatchSecret({"s"}, "7", {}, kube::Write::kReal) : api_.GetSecret({"s"});
    EXPECT_FALSE(result);
    EXPECT_THAT(result.error().message, HasSubstr("Secret s: no"));
    return result.error().code;
  }
  Script http_;
  Api api_{http_, "ns", [] { return std::string("2026-11-25T00:00:00Z"); }};
};

TEST_F(ApiTest, NamesTheNamespaceOfTheClientUnlessTheCallNamesOne) {
  http_.body = kSecret;
  EXPECT_EQ(api_.GetSecret({"s"})->data.at("k").Reveal(), "v1");
  ASSERT_TRUE(api_.GetSecret({"s", "other"}));
  ASSERT_TRUE(api_.PatchSecret({"s"}, "7", {{{"k", "v2"}}}, kube::Write::kDryRun));
  EXPECT_THAT(http_.requests,
              ElementsAre("GET /api/v1/namespaces/ns/secrets/s", "GET /api/v1/namespaces/other/secrets/s",
                          "PATCH /api/v1/namespaces/ns/secrets/s?fieldManager=token-rotator&dryRun=All"));
  EXPECT_THAT(http_.last_body, HasSubstr(R"("resourceVersion":"7")"));
  EXPECT_EQ(api_.Calls(), 3);
}

TEST_F(ApiTest, CodesAStatusByWhatTheCallerShouldDo) {
  const struct {
    long status;
    base::Code read, write;
  } cases[] = {
      {401, base::Code::kDenied, base::Code::kDenied},
      {403, base::Code::kDenied, base::Code::kDenied},
      {404, base::Code::kNotFound, base::Code::kNotFound},
      {409, base::Code::kConflict, base::Code::kConflict},
      {410, base::Code::kUnavailable, base::Code::kUnavailable},
      {429, base::Code::kUnavailable, base::Code::kUnavailable},
      {422, base::Code::kInvalid, base::Code::kInvalid},
      {500, base::Code::kUnavailable, base::Code::kUnknown},
  };
  for (const auto& [status, read, write] : cases) {
    EXPECT_EQ(CodeOf(status, false), read) << status;
    EXPECT_EQ(CodeOf(status, true), write) << status;
  }
}

TEST_F(ApiTest, DoesNotKnowAfterAnUnreadableAnswerToAWrite) {
  http_.body = "<html>";
  EXPECT_EQ(api_.GetSecret({"s"}).error().code, base::Code::kUnavailable);
  EXPECT_EQ(api_.PatchSecret({"s"}, "7", {}, kube::Write::kReal).error().code, base::Code::kUnknown);
  EXPECT_EQ(api_.StampTemplate("d", "id", kube::Write::kReal).error().code, base::Code::kUnknown);
}

TEST_F(ApiTest, SaysTheStatusWhereTheAnswerHasNoMessage) {
  http_.statuses = {502};
  http_.body = "bad gateway";
  EXPECT_EQ(api_.GetDeployment("d").error().message, "get Deployment d: HTTP status 502");
}

TEST_F(ApiTest, ReadsAListPageByPage) {
  http_.bodies = {
      R"({"metadata":{"resourceVersion":"7","continue":"a b"},"items":[{"metadata":{"name":"p","uid":"1"}}]})",
      R"({"metadata":{"resourceVersion":"8"},"items":[{"metadata":{"name":"q","uid":"2"}}]})"};
  const auto pods = api_.ListPods();
  ASSERT_TRUE(pods);
  EXPECT_EQ(pods->pods.size(), 2U);
  EXPECT_EQ(pods->version, "8");
  EXPECT_THAT(http_.requests, ElementsAre("GET /api/v1/namespaces/ns/pods?limit=250",
                                          "GET /api/v1/namespaces/ns/pods?limit=250&continue=a%20b"));
  http_.bodies = {R"({"metadata":{},"items":[{"metadata":{"uid":"1"}}]})"};
  EXPECT_EQ(api_.ListReplicaSets()->size(), 1U);
  http_.bodies = {"{}"};
  EXPECT_FALSE(api_.ListPods());
}

TEST_F(ApiTest, AsksForSmallerPagesIfOneIsMoreThanTheClientTakes) {
  http_.statuses = {Script::kTooLarge, Script::kTooLarge};
  http_.body = R"({"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"p","uid":"1"}}]})";
  EXPECT_TRUE(api_.ListPods());
  EXPECT_THAT(http_.requests,
              ElementsAre("GET /api/v1/namespaces/ns/pods?limit=250", "GET /api/v1/namespaces/ns/pods?limit=50",
                          "GET /api/v1/namespaces/ns/pods?limit=10"));
  http_.statuses.assign(9, Script::kTooLarge);
  EXPECT_FALSE(api_.ListPods());
  EXPECT_EQ(http_.requests.back(), "GET /api/v1/namespaces/ns/pods?limit=1");
}

TEST_F(ApiTest, ReadsChangesOfPodsUntilTheWatchEnds) {
  http_.stream = std::make_unique<OneBatch>(
      std::vector<std::string>{R"({"type":"DELETED","object":{"metadata":{"name":"p","uid":"1"}}})"});
  auto watch = api_.WatchPods("7");
  ASSERT_TRUE(watch);
  EXPECT_EQ(http_.requests.back(), "GET /api/v1/namespaces/ns/pods?watch=true&resourceVersion=7");
  const auto changes = (*watch)->Next(std::chrono::milliseconds(0));
  ASSERT_TRUE(changes);
  EXPECT_TRUE(changes->at(0).gone);
  EXPECT_FALSE((*watch)->Next(std::chrono::milliseconds(0)));
  http_.stream = std::make_unique<OneBatch>(std::vector<std::string>{R"({"type":"ERROR","object":{}})"});
  EXPECT_FALSE((*api_.WatchPods("7"))->Next(std::chrono::milliseconds(0)));
  EXPECT_THAT(api_.WatchPods("7").error().message, HasSubstr("watch pods"));
}

TEST_F(ApiTest, CountsAPodThatIsGoneAsDeleted) {
  kube::Pod pod;
  pod.name = "p";
  pod.uid = "1";
  for (const long status : {200L, 404L, 409L}) {
    http_.statuses = {status};
    EXPECT_TRUE(api_.DeletePod(pod, kube::Write::kReal)) << status;
  }
  EXPECT_THAT(http_.last_body, HasSubstr(R"("uid":"1")"));
  http_.statuses = {403};
  EXPECT_FALSE(api_.DeletePod(pod, kube::Write::kReal));
}

TEST_F(ApiTest, AsksForPermissionsOfOneNamespace) {
  http_.body = R"({"status":{"allowed":true,"resourceRules":[]}})";
  EXPECT_TRUE(*api_.CheckAccess({"get", "", "secrets", "s"}));
  EXPECT_THAT(http_.last_body, HasSubstr(R"("namespace":"ns")"));
  ASSERT_TRUE(api_.ListRules("other"));
  EXPECT_THAT(http_.last_body, HasSubstr(R"("namespace":"other")"));
}

TEST_F(ApiTest, WritesAndReadsEvents) {
  EXPECT_TRUE(api_.CreateEvent({"v1", "Secret", "s", "u"}, "TokenRotated", "done", false));
  EXPECT_THAT(http_.last_body, HasSubstr("2026-11-25T00:00:00Z"));
  http_.body = R"({"items":[{"involvedObject":{"kind":"Pod","name":"p"},"reason":"BackOff","message":"m"}]})";
  const auto warnings = api_.ListWarnings("");
  ASSERT_TRUE(warnings);
  EXPECT_EQ(warnings->at(0).reason, "BackOff");
  http_.statuses = {403};
  EXPECT_EQ(api_.ListWarnings("x").error().code, base::Code::kDenied);
}

}  // namespace
}  // namespace kube_http
