#include "token/profile.h"

#include <gtest/gtest.h>

namespace token {
namespace {

// The facts of Keptn's chart: docs/profiles.md.
TEST(KeptnProfile, GuardsKeptnsToken) {
  const Profile profile = KeptnProfile();
  EXPECT_EQ(profile.secret_namespace, "keptn");
  EXPECT_EQ(profile.secret, "keptn-api-token");
  EXPECT_EQ(profile.key, "keptn-api-token");
  EXPECT_EQ(profile.mode, Mode::kEnforce);
  EXPECT_EQ(profile.encoding, Encoding::kBase64);
  EXPECT_EQ(profile.min_length, 16U);
}

TEST(KeptnProfile, ProvesTheTokenWithTheApiServiceAndRestartsTheBridge) {
  const Profile profile = KeptnProfile();
  ASSERT_EQ(profile.consumers.size(), 2U);
  EXPECT_EQ(profile.consumers[0].deployment, "api-service");
  EXPECT_TRUE(profile.consumers[0].has_proof);
  EXPECT_EQ(profile.consumers[0].proof.path, "/v1/auth");
  EXPECT_EQ(profile.consumers[1].deployment, "bridge");
  EXPECT_FALSE(profile.consumers[1].has_proof);
}

TEST(KeptnProfile, NamesACommandThatHoldsNoToken) {
  EXPECT_NE(KeptnProfile().login_command.find("$(kubectl get secret keptn-api-token"), std::string::npos);
}

}  // namespace
}  // namespace token
