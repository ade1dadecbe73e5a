#include "admission/mutation.h"

#include <gtest/gtest.h>

#include "admission/decode.h"
#include "base/base64.h"
#include "base/time_text.h"
#include "testing/fakes.h"

namespace admission {
namespace {

constexpr const char* kGood = "mYJ3pQ0lV1K8x0W2b5ZcRw==";
constexpr const char* kOther = "9fTzW1bQm0yKxR5uJd2hVg==";
constexpr const char* kNow = "2026-11-24T04:00:00.000Z";

std::string Secret(const std::string& token, const std::string& annotations) {
  const std::string member = annotations.empty() ? "" : R"(,"annotations":)" + annotations;
  return R"({"metadata":{"name":"keptn-api-token","namespace":"keptn")" + member + R"(},"data":{"keptn-api-token":")" +
         base::EncodeBase64(token) + "\"}}";
}

// `user` stands in JSON as it is.
std::string ReviewOf(const std::string& operation, const std::string& object, const std::string& old_object,
                     const std::string& user = "jane") {
  return R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","kind":{"kind":"Secret"},)"
         R"("name":"keptn-api-token","namespace":"keptn","operation":")" +
         operation + R"(","userInfo":{"username":")" + user +
         R"("},"options":{"fieldManager":"kubectl-edit"},"object":)" + object + R"(,"oldObject":)" + old_object + "}}";
}

Mutation MutateReview(const std::string& json, bool drop = false, bool with_key = false, std::string_view now = kNow) {
  std::string bytes = json;
  const auto review = Decode(bytes.data(), bytes.size(), "keptn-api-token");
  EXPECT_TRUE(review.has_value()) << json;
  RetiredTokens retired_tokens;
  if (with_key) {
    retired_tokens.key.emplace(std::string_view("a key"));
  }
  return Mutate(*review, token::KeptnProfile(), retired_tokens, drop, *base::ParseTime(now));
}

std::string Stamped(const std::string& at = kNow) {
  return R"({"token-guard.keptn.sh/changed-at":")" + at +
         R"(","token-guard.keptn.sh/changed-by":"jane","token-guard.keptn.sh/changed-with":"kubectl-edit"})";
}

class MutateForTheRotator : public testing::TestWithParam<std::string> {};

TEST_P(MutateForTheRotator, LeavesTheRotatorsAnnotationsToIt) {
  const std::string& name = GetParam();
  const std::string noted = R"({"token-guard.keptn.sh/)" + name + R"(":"0123"})";
  const std::string remove = R"({"op":"remove","path":"/metadata/annotations/token-guard.keptn.sh~1)" + name + R"("})";
  const auto rotation = MutateReview(
      ReviewOf("UPDATE", Secret(kGood, noted), Secret(kOther, ""), "system:serviceaccount:token-guard:token-rotator"));
  EXPECT_EQ(rotation.answer.patch.find(name), std::string::npos);
  // A person's token ends the rotation.
  EXPECT_NE(MutateReview(ReviewOf("UPDATE", Secret(kGood, noted), Secret(kOther, noted))).answer.patch.find(remove),
            std::string::npos);
  EXPECT_NE(MutateReview(ReviewOf("CREATE", Secret(kGood, noted), "null")).answer.patch.find(remove),
            std::string::npos);
  // Nobody else removes or invents one.
  EXPECT_EQ(MutateReview(ReviewOf("UPDATE", Secret(kGood, "{}"), Secret(kGood, noted))).answer.patch,
            R"([{"op":"add","path":"/metadata/annotations/token-guard.keptn.sh~1)" + name + R"(","value":"0123"}])");
  EXPECT_EQ(MutateReview(ReviewOf("UPDATE", Secret(kGood, noted), Secret(kGood, "{}"))).answer.patch,
            "[" + remove + "]");
}

INSTANTIATE_TEST_SUITE_P(Annotations, MutateForTheRotator, testing::Values("returnable", "rotation"));

TEST(Mutate, StampsANewTokenWithTimeUserAndManager) {
  for (const std::string annotations : {"", "null"}) {
    const auto mutation = MutateReview(ReviewOf("CREATE", Secret(kGood, annotations), "null"));
    EXPECT_EQ(mutation.outcome, Mutation::Outcome::kStamped);
    EXPECT_EQ(mutation.answer.patch, R"([{"op":"add","path":"/metadata/annotations","value":)" + Stamped() + "}]");
  }
  EXPECT_EQ(
      MutateReview(ReviewOf("UPDATE", Secret(kGood, R"({"a~b/c":"d"})"), Secret(kOther, ""))).answer.patch,
      R"([{"op":"add","path":"/metadata/annotations/token-guard.keptn.sh~1changed-at","value":"2026-11-24T04:00:00.000Z"},)"
      R"({"op":"add","path":"/metadata/annotations/token-guard.keptn.sh~1changed-by","value":"jane"},)"
      R"({"op":"add","path":"/metadata/annotations/token-guard.keptn.sh~1changed-with","value":"kubectl-edit"}])");
}

TEST(Mutate, AddsTheKeyedFingerprintAndNeverTheToken) {
  const auto patch = MutateReview(ReviewOf("CREATE", Secret(kGood, ""), "null"), false, true).answer.patch;
  const base::SecretBytes key(std::string_view("a key"));
  EXPECT_NE(patch.find(R"("token-guard.keptn.sh/fingerprint":")" + retired::Fingerprint(key, kGood)),
            std::string::npos);
  EXPECT_EQ(patch.find(kGood), std::string::npos);
  EXPECT_EQ(patch.find(base::EncodeBase64(kGood)), std::string::npos);
}

TEST(Mutate, KeepsItsAnnotationsWhereTheTokenStays) {
  const std::string old = Secret(kGood, Stamped());
  EXPECT_EQ(MutateReview(ReviewOf("UPDATE", Secret(kGood, Stamped()), old)).answer.patch, "");
  const auto lost = MutateReview(ReviewOf("UPDATE", Secret(kGood, ""), old, "eve"));
  EXPECT_EQ(lost.answer.patch, R"([{"op":"add","path":"/metadata/annotations","value":)" + Stamped() + "}]");
  EXPECT_EQ(lost.outcome, Mutation::Outcome::kRestored);
  const auto forged = MutateReview(ReviewOf(
      "UPDATE", Secret(kGood, R"({"token-guard.keptn.sh/changed-by":"bob","token-guard.keptn.sh/fingerprint":5})"),
      Secret(kGood, R"({"token-guard.keptn.sh/changed-by":"jane"})"), "eve"));
  EXPECT_EQ(forged.answer.patch,
            R"([{"op":"add","path":"/metadata/annotations/token-guard.keptn.sh~1changed-by","value":"jane"},)"
            R"({"op":"remove","path":"/metadata/annotations/token-guard.keptn.sh~1fingerprint"}])");
  // Never stamped: nothing to keep, and nothing to be forged.
  EXPECT_EQ(
      MutateReview(ReviewOf("UPDATE", Secret(kGood, R"({"token-guard.keptn.sh/changed-by":"bob"})"), Secret(kGood, "")))
          .answer.patch,
      R"([{"op":"remove","path":"/metadata/annotations/token-guard.keptn.sh~1changed-by"}])");
}

TEST(Mutate, LetsTheStampOfTheSameWriteStayForAMinute) {
  const auto again = [](const std::string& at, const std::string& old, bool with_key = false) {
    return MutateReview(ReviewOf("UPDATE", Secret(kGood, Stamped(at)), old), false, with_key).answer.patch;
  };
  EXPECT_EQ(again("2026-11-24T03:59:00.001Z", Secret(kOther, "")), "");
  EXPECT_EQ(again("2026-11-24T04:00:59.999Z", Secret(kOther, "")), "");  // A replica whose clock runs ahead.
  for (const auto* other : {"2026-11-24T03:59:00.000Z", "2026-11-24T04:01:00.000Z", "soon", ""}) {
    EXPECT_NE(again(other, Secret(kOther, "")), "") << other;
  }
  // Another fingerprint is another write, and so is a stamp that came along from the token before.
  EXPECT_NE(again(kNow, Secret(kOther, ""), true), "");
  const std::string before = "2026-11-24T03:59:59.000Z";
  EXPECT_NE(again(before, Secret(kOther, Stamped(before))), "");
}

TEST(Mutate, WritesWhatAClientChoseWithoutItsControlCharactersAndCut) {
  const auto patch_for = [](const std::string& user) {
    return MutateReview(ReviewOf("CREATE", Secret(kGood, ""), "null", user)).answer.patch;
  };
  EXPECT_NE(patch_for(R"(a\"},{\"op\":\"remove\n\u001b[2J\u0000\u007f\u009bz)")
                .find(R"(/changed-by":"a\"},{\"op\":\"remove??[2J???z")"),
            std::string::npos)
      << patch_for(R"(a\"},{\"op\":\"remove\n\u001b[2J\u0000\u007f\u009bz)");
  const auto large = patch_for(std::string(1U << 20U, 'x'));
  EXPECT_LT(large.size(), 700U);
  EXPECT_NE(large.find("x…\""), std::string::npos);
}

TEST(Mutate, DropsTheLastAppliedCopyWhereAsked) {
  const std::string applied = R"({"kubectl.kubernetes.io/last-applied-configuration":"{}"})";
  const std::string review = ReviewOf("UPDATE", Secret(kGood, applied), Secret(kGood, applied));
  EXPECT_EQ(MutateReview(review).answer.patch, "");
  const auto dropped = MutateReview(review, true);
  EXPECT_EQ(dropped.outcome, Mutation::Outcome::kDropped);
  EXPECT_EQ(dropped.answer.patch,
            R"([{"op":"remove","path":"/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration"}])");
  EXPECT_EQ(MutateReview(ReviewOf("UPDATE", Secret(kGood, ""), Secret(kGood, applied)), true).answer.patch, "");
}

TEST(Mutate, LeavesAloneWhatItCannotOrMustNotTouch) {
  const std::string good = Secret(kGood, "");
  std::string broken = good;
  broken.replace(broken.find("\"keptn-api-token\":\""), 21, "\"keptn-api-token\":\"*");
  std::string elsewhere = ReviewOf("CREATE", good, "null");
  elsewhere.replace(elsewhere.find("\"namespace\":\"keptn\""), 19, "\"namespace\":\"other\"");
  const std::string cases[] = {
      ReviewOf("DELETE", "null", good),
      ReviewOf("DELETE", good, good),
      ReviewOf("CONNECT", good, "null"),
      ReviewOf("CREATE", broken, "null"),
      ReviewOf("CREATE", "5", "null"),
      ReviewOf("CREATE", R"({"data":{"keptn-api-token":"eA=="}})", "null"),
      elsewhere,
      ReviewOf("UPDATE", "null", good),
      ReviewOf("CREATE", R"({"metadata":[],"data":{"keptn-api-token":"eA=="}})", "null"),
  };
  for (const auto& json : cases) {
    const auto mutation = MutateReview(json, true, true);
    EXPECT_TRUE(mutation.answer.allowed);
    EXPECT_EQ(mutation.answer.uid, "u");
    EXPECT_EQ(mutation.answer.patch, "") << json;
  }
}

TEST(Mutate, WarnsWhereItPutsAnnotationsBack) {
  const auto lost = MutateReview(ReviewOf("UPDATE", Secret(kGood, ""), Secret(kGood, Stamped()), "eve"));
  EXPECT_EQ(lost.answer.warnings.size(), 1U);
  EXPECT_TRUE(
      MutateReview(ReviewOf("UPDATE", Secret(kGood, Stamped()), Secret(kGood, Stamped()))).answer.warnings.empty());
}

}  // namespace
}  // namespace admission
