#include "admission/encode.h"

#include <gtest/gtest.h>

namespace admission {
namespace {

TEST(Encode, CutsWarningsToWhatTheApiServerShows) {
  Answer answer;
  answer.uid = "u";
  answer.warnings = {std::string(200, 'x'), "a\nb"};
  EXPECT_EQ(
      Encode(answer),
      R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"u","allowed":true,"warnings":[")" +
          std::string(117, 'x') + R"(...","a b"]}})");
}

TEST(Encode, CarriesThePatchInBase64) {
  Answer answer;
  answer.uid = "u";
  answer.patch = "[]";
  EXPECT_NE(Encode(answer).find(R"("allowed":true,"patchType":"JSONPatch","patch":"W10=")"), std::string::npos);
}

}  // namespace
}  // namespace admission
