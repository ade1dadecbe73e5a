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
  for (const char* text : {"{\"kind\":\"Secret\"} [x]\nb", "a: b\n- c\n"}) {
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

TEST(ReadManifest, ReadsBase64AsGoDoes) {
  const auto first = [](const std::string& data) {
    return (*ReadManifest("kind: Secret\nmetadata: {name: a}\ndata:\n  k: " + data + "\n", "k"))[0]
        .secret.malformed.empty();
  };
  EXPECT_TRUE(first("|\n    Zmly\n    c3Q="));  // Line breaks are skipped,
  EXPECT_FALSE(first("Zmly\n    c3Q="));        // but a folded scalar has blanks.
  EXPECT_FALSE(first("'Zmly c3Q='"));
  EXPECT_TRUE(first("Zmlyc3R="));  // Bits that no byte needs.
  EXPECT_FALSE(first("Zmlyc3Q=\n  other: '*'"));
}

TEST(ReadManifest, SaysWhatItCannotRead) {
  const std::pair<const char*, const char*> cases[] = {
      {"stringData: {k: {{ .Values.token }}}", "stringData[k] is not text"},
      {"data: {k: !!binary Zmlyc3Q=}", "data[k] is not text"},
      {"stringData: {k: 12345678901234567890}", "stringData[k] is not text"},
      {"stringData: {k: [a]}", "stringData[k] is not text"},
      {"data: {<<: {k: Zmlyc3Q=}}", "data has a merge key"},
      {"data: {k: Zmlyc3Q=, k: eA==}", "data has a member twice"},
      {"stringData: text", "stringData is not a map"},
      {"immutable: 'true'", "immutable is neither true nor false"},
  };
  for (const auto& [text, sentence] : cases) {
    const auto found = ReadManifest("kind: Secret\nmetadata: {name: a}\n" + std::string(text) + "\n", "k");
    ASSERT_FALSE(found.has_value()) << text;
    EXPECT_EQ(found.error().message.rfind("cannot be read: " + std::string(sentence), 0), 0U) << found.error().message;
  }
  EXPECT_EQ(ReadManifest(std::string_view("\xFF\xFEk\0", 4), "k").error().message.rfind("is UTF-16 text", 0), 0U);
}

TEST(ReadManifest, ReadsJsonObjectsInARow) {
  const auto found = ReadManifest(
      "{\"kind\": \"Secret\", \"metadata\": {\"name\": \"a}{\"}}\n{\"kind\": \"Secret\", \"stringData\": {\"k\": "
      "null}}",
      "k");
  ASSERT_TRUE(found.has_value()) << found.error().message;
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[0].secret.name, "a}{");
  EXPECT_EQ((*found)[1].document, 2U);
  EXPECT_EQ((*found)[1].secret.token->Reveal(), "");
}

}  // namespace
}  // namespace commands
