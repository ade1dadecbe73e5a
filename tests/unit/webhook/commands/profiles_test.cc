#include "commands/profiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commands {
namespace {

using testing::HasSubstr;
using testing::Not;

// tests/architecture compares the documents of the built-in profile with manifests/base.
TEST(ProfileManifests, FillsEveryPlaceholder) {
  token::Profile profile = token::KeptnProfile();
  profile.copies = {{"elsewhere", "copy", "its-key"}};
  EXPECT_THAT(ProfileManifests(profile), Not(HasSubstr("{{")));
}

TEST(ProfileManifests, NamesTheSecretItsKeyAndBothNamespaces) {
  token::Profile profile = token::KeptnProfile();
  profile.secret_namespace = "prod";
  profile.secret = "api";
  profile.key = "tok";
  profile.guard_namespace = "guard";
  const auto text = ProfileManifests(profile);
  EXPECT_THAT(text, HasSubstr("matchLabels: {kubernetes.io/metadata.name: prod}"));
  EXPECT_THAT(text, HasSubstr("metadata.name == 'api'"));
  EXPECT_THAT(text, HasSubstr("object.?data[?'tok'] != oldObject.?data[?'tok']"));
  EXPECT_THAT(text, HasSubstr("service: {name: token-webhook, namespace: guard, port: 443}"));
  EXPECT_THAT(text, Not(HasSubstr("keptn-api-token")));
}

TEST(ProfileManifests, GrantsEachConsumerByName) {
  token::Profile profile = token::KeptnProfile();
  EXPECT_THAT(ProfileManifests(profile), HasSubstr("resourceNames: [api-service, bridge]"));
  profile.consumers.clear();
  EXPECT_THAT(ProfileManifests(profile), Not(HasSubstr("resources: [deployments]\n    resourceNames")));
}

TEST(ProfileManifests, GrantsEachCopyInItsNamespaceAndAllowsItsKey) {
  token::Profile profile = token::KeptnProfile();
  profile.copies = {{"elsewhere", "copy", "its-key"}};
  const auto text = ProfileManifests(profile);
  EXPECT_THAT(text, HasSubstr("  name: token-rotator-copy\n  namespace: elsewhere\n"));
  EXPECT_THAT(text, HasSubstr("['keptn-api-token', 'its-key']"));
}

TEST(ProfileManifests, BindsAServiceAccountByItsPartsAndAnyOtherUserByName) {
  token::Profile profile = token::KeptnProfile();
  profile.rotator = "system:serviceaccount:ns:robot";
  EXPECT_THAT(ProfileManifests(profile), HasSubstr("  - kind: ServiceAccount\n    name: robot\n    namespace: ns\n"));
  for (const char* user : {"jane", "system:serviceaccount:robot"}) {
    profile.rotator = user;
    EXPECT_THAT(ProfileManifests(profile), HasSubstr("  - kind: User\n    apiGroup: rbac.authorization.k8s.io\n    "
                                                     "name: \"" +
                                                     std::string(user) + "\"\n"));
  }
}

}  // namespace
}  // namespace commands
