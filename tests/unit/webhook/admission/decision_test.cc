#include "admission/decision.h"

#include <gtest/gtest.h>

#include "admission/decode.h"
#include "base/base64.h"
#include "retired/fingerprint.h"

namespace admission {
namespace {

constexpr const char* kGood = "mYJ3pQ0lV1K8x0W2b5ZcRw==";
constexpr const char* kOther = "9fTzW1bQm0yKxR5uJd2hVg==";

// A Secret as JSON; "" is null.
std::string SecretJson(const std::string& token) {
  return token.empty() ? "null"
                       : R"({"metadata":{"name":"keptn-api-token","namespace":"keptn"},"data":{"keptn-api-token":")" +
                             base::EncodeBase64(token) + "\"}}";
}

std::string ReviewJson(const std::string& operation, const std::string& token, const std::string& old_token,
                       const std::string& user = "a-person", const std::string& name = "keptn-api-token") {
  return R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","kind":{"kind":"Secret"},"name":")" +
         name + R"(","namespace":"keptn","operation":")" + operation + R"(","userInfo":{"username":")" + user +
         R"("},"object":)" + SecretJson(token) + R"(,"oldObject":)" + SecretJson(old_token) + "}}";
}

base::Result<Review> DecodeText(std::string json, std::string_view key) {
  return Decode(json.data(), json.size(), key);
}

Decision DecideOn(const std::string& json, const RetiredTokens& retired_tokens = {}) {
  const auto review = DecodeText(json, "keptn-api-token");
  EXPECT_TRUE(review.has_value()) << (review ? "" : review.error().message);
  return Decide(*review, token::KeptnProfile(), retired_tokens);
}

TEST(Decide, JudgesCreateAndUpdateAndLetsDeletePass) {
  EXPECT_TRUE(DecideOn(ReviewJson("CREATE", kGood, "")).answer.allowed);
  EXPECT_FALSE(DecideOn(ReviewJson("CREATE", "weak", "")).answer.allowed);
  EXPECT_FALSE(DecideOn(ReviewJson("UPDATE", "weak", kGood)).answer.allowed);
  EXPECT_TRUE(DecideOn(ReviewJson("DELETE", "", "weak")).answer.allowed);
}

TEST(Decide, WarnsWhereAWeakTokenIsLeftAsItWas) {
  const auto decision = DecideOn(ReviewJson("UPDATE", "weak", "weak"));
  EXPECT_TRUE(decision.answer.allowed);
  EXPECT_FALSE(decision.changed);
  EXPECT_FALSE(decision.answer.warnings.empty());
}

TEST(Decide, GivesTheReasonOfADenialInOneSentence) {
  EXPECT_EQ(DecideOn(ReviewJson("CREATE", kGood, "")).reason, "");
  EXPECT_EQ(
      DecideOn(ReviewJson("CREATE", std::string(kGood) + "\n", "")).reason,
      "trailing-newline: the token ends with a newline, the one that 'echo' and editors add; clients that send the "
      "token without it are turned away");
  EXPECT_EQ(DecideOn(ReviewJson("CREATE", "", "")).reason, "malformed: there is no object");
  EXPECT_EQ(FailedDecision({}).reason, "error: token-webhook could not judge this request; try again");
}

constexpr const char* kRotator = "system:serviceaccount:token-guard:token-rotator";

RetiredTokens WithKey() {
  RetiredTokens retired_tokens;
  retired_tokens.key.emplace(std::string_view("a key"));
  return retired_tokens;
}

TEST(Decide, TakesTheRotationFromTheRotatorAlone) {
  auto review = DecodeText(ReviewJson("UPDATE", kOther, kGood, kRotator), "keptn-api-token");
  ASSERT_TRUE(review.has_value());
  EXPECT_EQ(Decide(*review, token::KeptnProfile(), {}).rotation, std::nullopt);
  review->object->change[kRotation] = "0123456789ab";
  EXPECT_EQ(Decide(*review, token::KeptnProfile(), {}).rotation, "0123456789ab");
  review->user = "a-person";
  EXPECT_EQ(Decide(*review, token::KeptnProfile(), {}).rotation, std::nullopt);
}

// The rotator replaces kGood by `token`; the stored Secret holds the mark of `marked`.
Review Return(const std::string& token, const std::string& marked) {
  auto review = DecodeText(ReviewJson("UPDATE", token, kGood, kRotator), "keptn-api-token");
  EXPECT_TRUE(review.has_value());
  review->extra = {{"authentication.kubernetes.io/pod-name", "token-rotator-1"}};
  review->old_object->change[kReturnMark] =
      retired::ReturnMark(*WithKey().key, {"keptn", "keptn-api-token", "keptn-api-token"}, marked);
  return std::move(*review);
}

bool Accepts(const Review& review) { return Decide(review, token::KeptnProfile(), WithKey()).answer.allowed; }

TEST(Decide, LetsTheRotatorPutTheMarkedTokenBackAndNoOther) {
  EXPECT_TRUE(Accepts(Return("weak", "weak")));
  EXPECT_FALSE(Accepts(Return("weak", "another weak")));
  EXPECT_FALSE(Accepts(Return("", "")));
}

TEST(Decide, AcceptsARetiredTokenThatTheMarkNames) {
  RetiredTokens retired_tokens = WithKey();
  retired_tokens.list.Add(retired::Fingerprint(*retired_tokens.key, kOther), "2026-11-01T00:00:00.000Z");
  EXPECT_TRUE(Decide(Return(kOther, kOther), token::KeptnProfile(), retired_tokens).answer.allowed);
  EXPECT_FALSE(Decide(Return(kOther, kGood), token::KeptnProfile(), retired_tokens).answer.allowed);
}

TEST(Decide, RefusesAForeignMark) {
  auto review = Return(kOther, kOther);
  review.object->change[kReturnMark] = "of another token";
  const auto refused = Decide(review, token::KeptnProfile(), WithKey());
  EXPECT_FALSE(refused.answer.allowed);
  EXPECT_EQ(refused.reason,
            "foreign-mark: the annotation token-guard.keptn.sh/returnable does not name the token that this write "
            "replaces");
}

TEST(Decide, RefusesARetiredTokenAndKeysItsFingerprints) {
  RetiredTokens retired_tokens;
  retired_tokens.key.emplace(std::string_view("a key"));
  retired_tokens.list.Add(retired::Fingerprint(*retired_tokens.key, kGood), "2026-11-01T00:00:00.000Z");
  const auto refused = DecideOn(ReviewJson("UPDATE", kGood, kOther), retired_tokens);
  EXPECT_FALSE(refused.answer.allowed);
  EXPECT_NE(refused.answer.message.find("retired at 2026-11-01T00:00:00.000Z"), std::string::npos);
  EXPECT_EQ(refused.fingerprint_after, retired::Fingerprint(*retired_tokens.key, kGood));
  const auto without = DecideOn(ReviewJson("UPDATE", kGood, kOther));
  EXPECT_TRUE(without.answer.allowed);
  EXPECT_EQ(without.fingerprint_after, std::nullopt);
}

TEST(Decide, DoesNotJudgeWhatItDoesNotGuard) {
  const auto decision = DecideOn(ReviewJson("CREATE", "weak", "", "a-person", "another"));
  EXPECT_TRUE(decision.answer.allowed);
  EXPECT_FALSE(decision.guarded);
}

TEST(Decide, RefusesAMalformedSecretWith422) {
  std::string json = ReviewJson("CREATE", kGood, "");
  json.replace(json.find("\"keptn-api-token\":\""), 21, "\"keptn-api-token\":\"*");
  const auto decision = DecideOn(json);
  EXPECT_FALSE(decision.answer.allowed);
  EXPECT_EQ(decision.answer.code, 422);
}

TEST(Decide, RefusesAWriteWithoutAnObject) {
  const auto decision = DecideOn(ReviewJson("UPDATE", "", kGood));
  EXPECT_FALSE(decision.answer.allowed);
  EXPECT_EQ(decision.answer.code, 422);
  EXPECT_EQ(decision.answer.message, "keptn/keptn-api-token is malformed: there is no object");
}

std::string WithMember(std::string json, const std::string& object, const std::string& member) {
  const std::string begin = "\"" + object + "\":{";
  return json.insert(json.find(begin) + begin.size(), member + ",");
}

TEST(Decide, RefusesToMakeTheSecretImmutable) {
  const std::string immutable = "\"immutable\":true";
  const auto update = ReviewJson("UPDATE", kGood, kGood);
  const auto decision = DecideOn(WithMember(update, "object", immutable));
  EXPECT_FALSE(decision.answer.allowed);
  EXPECT_NE(decision.answer.message.find("leave immutable: true out"), std::string::npos) << decision.answer.message;
  EXPECT_FALSE(DecideOn(WithMember(ReviewJson("CREATE", kGood, ""), "object", immutable)).answer.allowed);
  // A Secret that is immutable already can still be labelled.
  EXPECT_TRUE(DecideOn(WithMember(WithMember(update, "object", immutable), "oldObject", immutable)).answer.allowed);
}

TEST(Decide, WarnsOfForeignAnnotations) {
  auto review = Return(kGood, kGood);
  review.object->change[kReturnMark] = review.old_object->change[kReturnMark];
  review.object->change[1] = "somebody";
  const auto decision = Decide(review, token::KeptnProfile(), WithKey());
  EXPECT_TRUE(decision.answer.allowed);
  ASSERT_EQ(decision.answer.warnings.size(), 1U);
  EXPECT_EQ(decision.answer.warnings.front().rfind("foreign-annotations: ", 0), 0U);
}

}  // namespace
}  // namespace admission
