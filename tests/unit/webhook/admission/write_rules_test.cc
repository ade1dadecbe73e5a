#include "admission/write_rules.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "retired/fingerprint.h"

namespace admission {
namespace {

constexpr const char* kGood = "mYJ3pQ0lV1K8x0W2b5ZcRw==";
constexpr const char* kOther = "9fTzW1bQm0yKxR5uJd2hVg==";
constexpr const char* kRotator = "system:serviceaccount:token-guard:token-rotator";
constexpr std::size_t kChangedBy = 1;
constexpr std::size_t kFingerprint = 3;

RetiredTokens WithKey() {
  RetiredTokens retired;
  retired.key.emplace(std::string_view("a key"));
  return retired;
}

std::string MarkOf(const std::string& token) {
  return retired::ReturnMark(*WithKey().key, {"keptn", "keptn-api-token", "keptn-api-token"}, token);
}

Secret Holding(const std::string& token) {
  Secret secret;
  secret.token.emplace(std::string_view(token));
  return secret;
}

// The rotator, from its pod, replaces `stored` by `token`.
Review Update(const std::string& stored, const std::string& token) {
  Review review;
  review.operation = "UPDATE";
  review.user = kRotator;
  review.extra = {{"authentication.kubernetes.io/pod-name", "token-rotator-1"}};
  review.old_object = Holding(stored);
  review.object = Holding(token);
  return review;
}

// Whose stored Secret has the mark of `marked`.
Review Return(const std::string& token, const std::string& marked) {
  auto review = Update(kGood, token);
  review.old_object->change[kReturnMark] = MarkOf(marked);
  return review;
}

bool IsReturn(const Review& review) { return IsMarkedReturn(review, token::KeptnProfile(), WithKey()); }

TEST(IsMarkedReturn, BelievesAMarkOnlyOfTheStoredSecretAndOfTheRotatorsPod) {
  EXPECT_TRUE(IsReturn(Return("weak", "weak")));
  EXPECT_FALSE(IsReturn(Return("weak", "another weak")));
  EXPECT_FALSE(IsReturn(Return("", "")));
  EXPECT_FALSE(IsMarkedReturn(Return("weak", "weak"), token::KeptnProfile(), {})) << "without a key";

  auto not_stored = Return("weak", "weak");
  not_stored.object->change[kReturnMark].swap(not_stored.old_object->change[kReturnMark]);
  EXPECT_FALSE(IsReturn(not_stored));

  auto no_pod = Return("weak", "weak");
  no_pod.extra.clear();
  EXPECT_FALSE(IsReturn(no_pod));

  auto another_user = Return("weak", "weak");
  another_user.user = std::string(kRotator) + "x";
  EXPECT_FALSE(IsReturn(another_user));

  auto create = Return("weak", "weak");
  create.operation = "CREATE";
  EXPECT_FALSE(IsReturn(create));
}

bool Finds(std::string_view id, const Review& review, const token::Profile& profile = token::KeptnProfile()) {
  const auto findings = JudgeWrite(review, profile, WithKey());
  return std::any_of(findings.begin(), findings.end(), [&](const auto& finding) { return finding.id == id; });
}

// Whose new Secret has the mark of `marked`.
Review Marking(const std::string& stored, const std::string& marked) {
  auto review = Update(stored, kOther);
  review.object->change[kReturnMark] = MarkOf(marked);
  return review;
}

TEST(JudgeWrite, AcceptsANewMarkOfTheTokenThatIsReplacedAndOfNoOther) {
  EXPECT_FALSE(Finds("foreign-mark", Marking("weak", "weak")));
  EXPECT_TRUE(Finds("foreign-mark", Marking(kGood, "weak")));
  EXPECT_TRUE(Finds("foreign-mark", Marking(kOther, "weak"))) << "although the token stays as it was";

  auto stored = Marking(kGood, "weak");
  stored.old_object->change[kReturnMark] = stored.object->change[kReturnMark];
  EXPECT_FALSE(Finds("foreign-mark", stored)) << "a mark that was judged when it was written";

  auto create = Marking("weak", "weak");
  create.operation = "CREATE";
  create.old_object.reset();
  EXPECT_TRUE(Finds("foreign-mark", create));

  auto no_pod = Marking("weak", "weak");
  no_pod.extra.clear();
  EXPECT_TRUE(Finds("foreign-mark", no_pod));

  token::Profile audit = token::KeptnProfile();
  audit.mode = token::Mode::kAudit;
  EXPECT_FALSE(Finds("foreign-mark", Marking(kGood, "weak"), audit));
}

TEST(JudgeWrite, WarnsOfAnnotationsThatMutateDidNotWrite) {
  auto review = Update(kGood, kGood);
  EXPECT_FALSE(Finds("foreign-annotations", review));
  const auto note = [&](const std::string& before, const std::string& after, const std::string& fingerprint) {
    review.old_object->change[kChangedBy] = before;
    review.object->change[kChangedBy] = after;
    review.old_object->change[kFingerprint] = review.object->change[kFingerprint] = fingerprint;
  };
  const std::string right = retired::Fingerprint(*WithKey().key, kGood);
  note("jane", "jane", right);
  EXPECT_FALSE(Finds("foreign-annotations", review));
  note("jane", "kubernetes-admin", right);
  EXPECT_TRUE(Finds("foreign-annotations", review));
  note("admin", "admin", "hmac-sha256:00");
  EXPECT_TRUE(Finds("foreign-annotations", review)) << "stored while /mutate was not reached";
}

}  // namespace
}  // namespace admission
