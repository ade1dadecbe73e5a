#include "commands/manifest.h"

#include <gtest/gtest.h>

namespace commands {
namespace {

TEST(ReadManifest, MergesStringDataOverData) {
  const auto found = ReadManifest(
      "kind: Secret\nmetadata: {name: a, namespace: b}\ndata: {k: Zmlyc3Q=, other: eA==}\nstringData: {k: second}\n",
      "k");
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->size(), 1U);
  const admission::Secret& secret = (*found)[0].secret;
  EXPECT_EQ(secret.name, "a");
  EXPECT_EQ(secret.secret_namespace, "b");
  EXPECT_EQ(secret.token->Reveal(), "second");
  EXPECT_EQ(secret.other_keys, 1U);
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

TEST(ReadManifest, CutsDocumentsWhereYamlDoes) {
  const std::string secret = "kind: Secret\nmetadata: {name: a}\nstringData:\n  k: |\n    ---\n    x\n";
  const std::pair<std::string, std::vector<std::size_t>> cases[] = {
      {secret, {1}},
      {"---\n" + secret, {1}},
      {"# why\n\n---\n" + secret + "---\n" + secret, {1, 2}},
      {"%YAML 1.2\n---\n" + secret + "...\n# end\n", {1}},
      {secret + "...\n---\n" + secret, {1, 2}},
      {"---\n---\n" + secret, {2}},
      {"--- {kind: Secret}\r\n---\r\nkind: Secret\r\n", {1, 2}},
      {"\xEF\xBB\xBFkind: Secret\n", {1}},
  };
  for (const auto& [text, documents] : cases) {
    const auto found = ReadManifest(text, "k");
    ASSERT_TRUE(found.has_value()) << text << found.error().message;
    std::vector<std::size_t> numbers;
    for (const auto& secret_found : *found) {
      numbers.push_back(secret_found.document);
    }
    EXPECT_EQ(numbers, documents) << text;
  }
}

TEST(ReadManifest, EndsWhereYamlCppWouldNot) {
  for (const char* text : {"{\"kind\":\"Secret\"} [x]\nb", "{} {}", "a: b\n- c\n"}) {
    EXPECT_FALSE(ReadManifest(text, "k").has_value()) << text;
  }
}

TEST(ReadManifest, CountsWhatAliasesStandFor) {
  std::string bomb = "a0: &a0 {kind: ConfigMap}\n";
  for (int i = 1; i < 8; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " {items: [" + before;
    for (int k = 0; k < 20; ++k) {
      bomb += ", " + before;
    }
    bomb += "]}\n";
  }
  const auto found = ReadManifest(bomb + "items: [*a7]\n", "k");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().message, "holds more than 200,000 objects");
}

TEST(ReadManifest, NamesDataThatIsNotBase64) {
  const auto found = ReadManifest("{kind: Secret, metadata: {name: a}, data: {k: 'plain text'}}", "k");
  ASSERT_TRUE(found.has_value());
  EXPECT_NE((*found)[0].secret.malformed.find("stringData"), std::string::npos);
}

}  // namespace
}  // namespace commands
