#include "doctor/collect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/base64.h"
#include "kube_http/api.h"
#include "rotation/permissions.h"
#include "testing/fakes.h"
#include "testing/loopback_server.h"

namespace doctor {
namespace {

using testing::HasSubstr;

// Answers by method and path, without the query; 404 for what it does not hold.
class Objects final : public kube_http::Http {
 public:
  struct Answer {
    long status = 200;
    std::string body;
  };
  base::Result<kube_http::HttpAnswer> Send(const kube_http::HttpRequest& request) override {
    const std::string name = request.method + " " + request.path.substr(0, request.path.find('?'));
    bodies[name] = std::string(request.body.Reveal());
    const auto found = answers.find(name);
    if (found != answers.end() && found->second.status == 0) {
      return base::Fail(base::Code::kUnavailable, "no answer");
    }
    kube_http::HttpAnswer answer;
    answer.status = found == answers.end() ? 404 : found->second.status;
    answer.body = base::SecretBytes(std::string_view(found == answers.end() ? "" : found->second.body));
    return answer;
  }
  base::Result<std::unique_ptr<kube_http::HttpStream>> Open(const std::string& /*path*/) override {
    return base::Fail(base::Code::kUnavailable, "no stream");
  }
  std::map<std::string, Answer> answers;
  std::map<std::string, std::string> bodies;  // Of the last request of each name.
};

class Probe final : public kube::ServingProbe {
 public:
  base::Result<kube::Served> Ask(const std::string& ip, const std::string& path) override {
    EXPECT_EQ(path, "");
    return ip != "10.0.0.2" ? base::Result<kube::Served>(kube::Served{"chain", std::nullopt})
                            : base::Fail(base::Code::kUnavailable, "no handshake");
  }
};

constexpr const char* kSecretPath = "/api/v1/namespaces/keptn/secrets/keptn-api-token";
constexpr const char* kPodsPath = "GET /api/v1/namespaces/token-guard/pods";
constexpr const char* kOwn = "/api/v1/namespaces/token-guard/secrets/";

std::string SecretJson(const std::string& name, const std::string& key, const std::string& value) {
  return R"({"kind":"Secret","metadata":{"name":")" + name + R"(","resourceVersion":"7"},"data":{")" + key + R"(":")" +
         base::EncodeBase64(value) + R"("}})";
}

class CollectTest : public testing::Test {
 protected:
  CollectTest() {
    http.answers["GET /version"] = {200, R"({"gitVersion":"v1.34.4"})"};
    http.answers["POST /apis/authentication.k8s.io/v1/selfsubjectreviews"] = {
        201, R"({"status":{"userInfo":{"username":"admin"}}})"};
    http.answers[std::string("GET ") + kSecretPath] = {200, SecretJson("keptn-api-token", "keptn-api-token", "token")};
    http.answers[std::string("PATCH ") + kSecretPath] = {200,
                                                         SecretJson("keptn-api-token", "keptn-api-token", "token")};
  }
  base::Result<Snapshot> Look() {
    return Collect({http, client, probe, clock, random, "0.1.0", false}, token::KeptnProfile());
  }
  void BeTheRotator() {
    http.answers["POST /apis/authentication.k8s.io/v1/selfsubjectreviews"] = {
        201, R"({"status":{"userInfo":{"username":")" + token::KeptnProfile().rotator + R"("}}})"};
  }
  Objects http;
  kube_http::Api client{http, "keptn", [] { return std::string(); }};
  Probe probe;
  fakes::FakeClock clock;
  fakes::FakeRandom random;
};

TEST_F(CollectTest, EndsIfTheApiServerCannotBeAsked) {
  http.answers["GET /version"] = {0, ""};
  EXPECT_EQ(Look().error().code, base::Code::kUnavailable);
  http.answers["GET /version"] = {401, R"({"kind":"Status","message":"Unauthorized"})"};
  const auto refused = Look();
  EXPECT_EQ(refused.error().code, base::Code::kDenied);
  EXPECT_EQ(refused.error().message, "the API server refuses these credentials: Unauthorized");
  http.answers["GET /version"] = {503, ""};
  EXPECT_EQ(Look().error().message, "HTTP status 503");
}

TEST_F(CollectTest, KeepsWhyAnObjectWasNotSeen) {
  http.answers["POST /apis/authentication.k8s.io/v1/selfsubjectreviews"] = {404, ""};
  http.answers["GET /api/v1/namespaces/token-guard/services/token-webhook"] = {403,
                                                                               R"({"kind":"Status","message":"no"})"};
  http.answers[kPodsPath] = {500, ""};
  const auto seen = Look();
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->server_version, "v1.34.4");
  EXPECT_EQ(seen->user, "");
  EXPECT_EQ(seen->parts.front().found.error().code, base::Code::kDenied);
  EXPECT_EQ(seen->parts.front().found.error().message, "no");
  EXPECT_EQ(seen->parts[1].found.error().code, base::Code::kNotFound);
  EXPECT_TRUE(seen->parts[1].of_several);
  EXPECT_EQ(seen->pods.error().code, base::Code::kUnavailable);
  EXPECT_EQ(seen->stored_chain.error().code, base::Code::kNotFound);
  EXPECT_FALSE(seen->record);
  EXPECT_FALSE(seen->cron_jobs.at("token-certificates"));
}

TEST_F(CollectTest, SeesWhatThePodsServe) {
  http.answers[kPodsPath] = {200, R"({"items":[{"metadata":{"name":"a"},"status":{"podIP":"10.0.0.1"}},
    {"metadata":{"name":"b"},"status":{"podIP":"10.0.0.2"}},{"metadata":{"name":"c"}}]})"};
  const auto seen = Look();
  ASSERT_EQ(seen->pods->size(), 3U);
  EXPECT_EQ(seen->pods->at(0).chain.value_or(""), "chain");
  EXPECT_EQ(seen->pods->at(1).chain.error().message, "no handshake");
  EXPECT_EQ(seen->pods->at(2).chain.error().message, "the pod has no address yet");
  EXPECT_FALSE(seen->stored_chain) << "asked for only if no pod was seen";
}

TEST_F(CollectTest, ReadsTheVersionOfAPodThatServes) {
  std::string port;
  const auto version = [&] {
    http.answers[kPodsPath] = {200, R"({"items":[{"metadata":{"name":"a"},"status":{"podIP":"127.0.0.1"},
      "spec":{"containers":[{"ports":[{"name":"ops","containerPort":)" +
                                        port + "}]}]}}]}"};
    return Look()->pods->front().version;
  };
  {
    fakes::LoopbackServer pod({fakes::Answer("200 OK", "token_webhook_build_info{version=\"0.1.0\"} 1\n")});
    port = std::to_string(pod.Port());
    EXPECT_EQ(version().value_or(""), "0.1.0");
  }
  EXPECT_EQ(version().error().message, "no version") << "the port is closed";
}

TEST_F(CollectTest, ReadsTheStoredChainIfNoPodWasSeen) {
  http.answers[std::string("GET ") + kOwn + "token-webhook-tls"] = {200, SecretJson("t", "tls.crt", "PEM")};
  EXPECT_EQ(Look()->stored_chain.value_or(""), "PEM");
  http.answers[std::string("GET ") + kOwn + "token-webhook-tls"] = {200, SecretJson("t", "other", "PEM")};
  EXPECT_EQ(Look()->stored_chain.error().message, "it holds no tls.crt");
}

TEST_F(CollectTest, TriesTokensAsADryRunAndQuotesNone) {
  auto seen = Look();
  EXPECT_TRUE(seen->weak.made && seen->weak.result.value_or(false));
  EXPECT_TRUE(seen->strong.made && seen->strong.result.value_or(false));
  const std::string weak(44, 'a');
  http.answers[std::string("PATCH ") + kSecretPath] = {
      403, R"({"kind":"Status","message":"refused: )" + weak + R"( is a weak token"})"};
  seen = Look();
  EXPECT_EQ(seen->weak.result.error().code, base::Code::kDenied);
  EXPECT_THAT(seen->weak.result.error().message, HasSubstr("refused: "));
  EXPECT_THAT(seen->weak.result.error().message, testing::Not(HasSubstr("aaaa")));
  http.answers.erase(std::string("GET ") + kSecretPath);
  seen = Look();
  EXPECT_FALSE(seen->weak.made || seen->strong.made) << "there is no Secret to try a write on";
}

TEST_F(CollectTest, AsksForThePermissionsOfTheRotatorsAccount) {
  const std::string self = "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const std::string others = "POST /apis/authorization.k8s.io/v1/subjectaccessreviews";
  http.answers[self] = {201, R"({"status":{"allowed":false}})"};
  EXPECT_THAT(Look()->permissions.error().message, HasSubstr("this account may not ask for the permissions of "));
  http.answers[self] = {201, R"({"status":{"allowed":true}})"};
  http.answers[others] = {500, ""};
  EXPECT_EQ(Look()->permissions.error().message, "HTTP status 500");
  http.answers[others] = {201, R"({"status":{"allowed":true}})"};
  EXPECT_TRUE(Look()->permissions->missing.empty());
  EXPECT_THAT(http.bodies[others], HasSubstr(token::KeptnProfile().rotator));
  http.answers[others] = {201, R"({"status":{"allowed":false}})"};
  EXPECT_EQ(Look()->permissions->missing.size(), rotation::Needed(token::KeptnProfile(), {}).size());
}

TEST_F(CollectTest, ReadsItsOwnPermissionsAsTheRotator) {
  BeTheRotator();
  const std::string rules = "POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
  EXPECT_FALSE(Look()->permissions);
  http.answers[rules] = {201, R"({"status":{"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}],
    "nonResourceRules":[],"incomplete":false}})"};
  EXPECT_TRUE(Look()->permissions->missing.empty());
  http.answers[rules] = {201, R"({"status":{"resourceRules":[],"nonResourceRules":[],"incomplete":false}})"};
  EXPECT_FALSE(Look()->permissions->missing.empty());
}

TEST_F(CollectTest, ReadsTheGuardsState) {
  http.answers[std::string("GET ") + kOwn + rotation::kRecordSecret] = {200, SecretJson("r", "other", "")};
  http.answers[std::string("GET ") + kOwn + rotation::kRetiredSecret] = {
      200, SecretJson("l", std::string(retired::kListName),
                      R"({"version":1,"rotatedAt":"2026-11-24T03:00:00Z","retired":[]})")};
  http.answers["GET /apis/batch/v1/namespaces/token-guard/cronjobs/token-rotator"] = {200,
                                                                                      R"({"spec":{"suspend":true}})"};
  http.answers["GET /apis/apps/v1/namespaces/token-guard/deployments/token-webhook"] = {200,
                                                                                        R"({"spec":{"replicas":2}})"};
  http.answers["GET /apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/token-webhook"] = {
      200, R"({"webhooks":[{"name":"v"}]})"};
  http.answers["GET /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/token-rotator-secrets"] = {
      200, R"({"spec":{"validationActions":["Audit"]}})"};
  http.answers["GET /api/v1/namespaces/keptn"] = {200, R"({"metadata":{"labels":{"a":"b"}}})"};
  const auto seen = Look();
  EXPECT_TRUE(seen->record) << "a Secret without the key is an empty record";
  EXPECT_TRUE(seen->retired) << seen->retired.error().message;
  EXPECT_TRUE(seen->cron_jobs.at("token-rotator")->suspended);
  EXPECT_EQ(seen->deployment->replicas, 2);
  EXPECT_EQ(seen->validating->front().name, "v");
  EXPECT_FALSE(seen->mutating);
  EXPECT_EQ(seen->namespace_labels->at("a"), "b");
  const auto binding = std::find_if(seen->parts.begin(), seen->parts.end(), [](const Part& part) {
    return part.name == "ValidatingAdmissionPolicyBinding token-rotator-secrets";
  });
  ASSERT_NE(binding, seen->parts.end());
  EXPECT_FALSE(binding->found.value_or(true)) << "it exists and does not deny";
}

}  // namespace
}  // namespace doctor
