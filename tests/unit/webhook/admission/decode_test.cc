#include "admission/decode.h"

#include <gtest/gtest.h>

namespace admission {
namespace {

constexpr const char* kReview =
    R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","operation":"CREATE"}})";

base::Result<Review> DecodeText(std::string json, std::string_view key) {
  return Decode(json.data(), json.size(), key);
}

TEST(Decode, AnswersWhateverArrives) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "the body is not JSON: The document is empty. at offset 0"},
      {"[]", "expected an AdmissionReview of admission.k8s.io/v1"},
      {R"({"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview"})",
       "expected an AdmissionReview of admission.k8s.io/v1"},
      {R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"})", "the AdmissionReview has no request"},
      {R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{}})",
       "the AdmissionReview's request has no uid"},
  };
  for (const auto& [json, message] : cases) {
    const auto review = DecodeText(json, "k");
    ASSERT_FALSE(review.has_value()) << json;
    EXPECT_EQ(review.error().message, message);
  }
  EXPECT_EQ(DecodeText(std::string(1000000, '['), "k").error().message,
            "the body is not JSON: its objects and lists are nested more than 100 deep at offset 100");
  EXPECT_EQ(DecodeText(kReview + std::string(1, '\0') + "x", "k").error().message.substr(0, 31),
            "the body is not JSON: a NUL at ");
}

}  // namespace
}  // namespace admission
