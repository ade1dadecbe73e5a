#include "endpoints/review_endpoints.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "testing/fakes.h"

namespace endpoints {
namespace {

constexpr const char* kGood = "mYJ3pQ0lV1K8x0W2b5ZcRw==";

std::string ReviewOf(const std::string& token) {
  return R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","kind":{"kind":"Secret"},)"
         R"("name":"keptn-api-token","namespace":"keptn","operation":"CREATE","userInfo":{"username":"jane"},)"
         R"("object":{"metadata":{"name":"keptn-api-token"},"data":{"keptn-api-token":")" +
         base::EncodeBase64(token) + "\"}}}}";
}

class Recorder final : public admission::Observer, public admission::Recorder {
 public:
  void OnDecision(const admission::DecisionEvent& event) override {
    verdicts.emplace_back(admission::VerdictName(event.decision.verdict));
    peer = event.caller.peer;
    known = event.caller.known;
  }
  void OnMutation(const admission::Mutation& mutation) override { outcomes.push_back(mutation.outcome); }
  std::optional<admission::AuditAnnotations> Record(const admission::DecisionEvent& event) override {
    if (!event.caller.known) {
      return std::nullopt;
    }
    admission::AuditAnnotations annotations{"pod-1/0123456789abcdef", {}};
    annotations.digest.fill('d');
    return annotations;
  }
  void OnResponsesSent() override { ++sent; }

  std::vector<std::string> verdicts;
  std::vector<admission::Mutation::Outcome> outcomes;
  std::string peer;
  bool known = false;
  int sent = 0;
};

class ReviewEndpointsTest : public testing::Test {
 protected:
  ReviewEndpointsTest() : retired_tokens_(reload::FileSet(files_, {}), nullptr, RetiredTokensWithKey()) {}

  static std::shared_ptr<const admission::RetiredTokens> RetiredTokensWithKey() {
    auto tokens = std::make_shared<admission::RetiredTokens>();
    tokens->key.emplace(std::string_view("a key"));
    return tokens;
  }
  http_server::HttpResponse Post(const ReviewSettings& settings, const std::string& path, std::string body) {
    ReviewEndpoints endpoints(profile_, settings, retired_tokens_, {&recorder_}, recorder_, clock_);
    http_server::HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.content_type = "Application/JSON; charset=utf-8";
    request.peer = "10.0.0.1:40312";
    if (auto response = endpoints.RejectEarly(request)) {
      return *response;
    }
    request.body = body.data();
    request.body_size = body.size();
    auto response = endpoints.Handle(request);
    endpoints.OnResponsesSent();
    return response;
  }

  const token::Profile profile_ = token::KeptnProfile();
  fakes::FakeFiles files_;
  fakes::FakeClock clock_;
  reload::Reloadable<admission::RetiredTokens> retired_tokens_;
  Recorder recorder_;
};

TEST_F(ReviewEndpointsTest, AnswersAReviewAndTellsTheObservers) {
  const auto response = Post({}, "/validate", ReviewOf("weak"));
  EXPECT_EQ(response.status, 200);
  EXPECT_NE(response.body.find(R"("uid":"u","allowed":false)"), std::string::npos);
  EXPECT_EQ(recorder_.verdicts, (std::vector<std::string>{"denied"}));
  EXPECT_EQ(recorder_.peer, "10.0.0.1:40312");
  EXPECT_FALSE(recorder_.known);
  EXPECT_EQ(recorder_.sent, 1);
}

TEST_F(ReviewEndpointsTest, AnswersWhatIsNoReviewWith400AndDecidesNothing) {
  EXPECT_EQ(Post({}, "/validate", "{").status, 400);
  EXPECT_EQ(Post({}, "/mutate", "[]").status, 400);
  EXPECT_TRUE(recorder_.verdicts.empty());
}

TEST_F(ReviewEndpointsTest, DecidesNothingWithoutThePathKey) {
  const ReviewSettings settings{[](std::string_view key) { return key == "the-key"; }, true, false};
  for (const auto* path : {"/validate", "/validate/", "/validate/another", "/validatethe-key", "/mutate", "/"}) {
    EXPECT_EQ(Post(settings, path, ReviewOf(kGood)).status, 404) << path;
  }
  EXPECT_TRUE(recorder_.verdicts.empty());
  EXPECT_TRUE(recorder_.outcomes.empty());
  EXPECT_EQ(Post(settings, "/validate/the-key", ReviewOf(kGood)).status, 200);
  EXPECT_EQ(recorder_.verdicts, (std::vector<std::string>{"allowed"}));
  EXPECT_TRUE(recorder_.known);
}

TEST_F(ReviewEndpointsTest, TellsKnownCallersAloneWhatWitnessesTheAuditLine) {
  const std::string annotations = R"(,"auditAnnotations":{"digest":")" + std::string(64, 'd') +
                                  R"(","instance":"pod-1/0123456789abcdef","uid":"u"}}})";
  const auto known = Post({nullptr, true, false}, "/validate", ReviewOf(kGood)).body;
  EXPECT_NE(known.find(annotations), std::string::npos) << known;
  EXPECT_EQ(Post({}, "/validate", ReviewOf(kGood)).body.find("auditAnnotations"), std::string::npos);
}

TEST_F(ReviewEndpointsTest, TellsFingerprintsToKnownCallersAlone) {
  const auto patch_for = [&](bool known) {
    const auto body = Post({nullptr, known, false}, "/mutate", ReviewOf(kGood)).body;
    const std::string_view marker = R"("patch":")";
    const auto begin = body.find(marker) + marker.size();
    return std::string(base::DecodeBase64(body.substr(begin, body.find('"', begin) - begin))->Reveal());
  };
  EXPECT_NE(patch_for(true).find("fingerprint"), std::string::npos);
  EXPECT_EQ(patch_for(false).find("fingerprint"), std::string::npos);
  EXPECT_NE(patch_for(false).find("changed-by"), std::string::npos);
}

TEST_F(ReviewEndpointsTest, RejectsOtherMethodsAndContentTypesBeforeTheBody) {
  ReviewEndpoints endpoints(profile_, {}, retired_tokens_, {}, recorder_, clock_);
  http_server::HttpRequest request;
  request.path = "/validate";
  request.method = "GET";
  EXPECT_EQ(endpoints.RejectEarly(request)->status, 405);
  request.method = "POST";
  for (const auto* type : {"", "text/plain", "application/jsonx"}) {
    request.content_type = type;
    EXPECT_EQ(endpoints.RejectEarly(request)->status, 415) << type;
  }
  request.content_type = "application/json";
  EXPECT_EQ(endpoints.RejectEarly(request), std::nullopt);
}

}  // namespace
}  // namespace endpoints
