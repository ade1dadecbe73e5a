#include "webhook/manifest.h"

#include <gtest/gtest.h>

namespace webhook {
namespace {

TEST(ReadManifest, MergesStringDataOverData) {
  const auto found = ReadManifest(
      "kind: Secret\nmetadata: {name: a, namespace: b}\ndata: {k: Zmlyc3Q=, other: eA==}\nstringData: {k: second}\n",
      "k");
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->size(), 1U);
  const SecretView& secret = (*found)[0].secret;
  EXPECT_EQ(secret.name, "a");
  EXPECT_EQ(secret.secret_namespace, "b");
  EXPECT_EQ(secret.token->Reveal(), "second");
  EXPECT_EQ(secret.other_keys, std::vector<std::string>{"other"});
  EXPECT_TRUE(secret.malformed.empty());
}

TEST(ReadManifest, CountsDocumentsAndPassesOthersOver) {
  const auto found =
      ReadManifest("kind: ConfigMap\n---\nkind: List\nitems: [{kind: Secret, metadata: {name: a}}]\n", "k");
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ((*found)[0].document, 2U);
  EXPECT_FALSE((*found)[0].secret.token.has_value());
}

TEST(ReadManifest, SaysWhereItStopsBeingReadable) {
  const auto found = ReadManifest("kind: Secret\n  bad: [\n", "k");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().message.rfind("is neither YAML nor JSON: line ", 0), 0U) << found.error().message;
}

TEST(ReadManifest, NamesDataThatIsNotBase64) {
  const auto found = ReadManifest("{kind: Secret, metadata: {name: a}, data: {k: 'plain text'}}", "k");
  ASSERT_TRUE(found.has_value());
  EXPECT_NE((*found)[0].secret.malformed.find("stringData"), std::string::npos);
}

}  // namespace
}  // namespace webhook
