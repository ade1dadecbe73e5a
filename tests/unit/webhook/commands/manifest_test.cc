#include "commands/manifest.h"

#include <gtest/gtest.h>

namespace commands {
namespace {

TEST(ReadManifest, MergesStringDataOverData) {
  const auto found = ReadManifest(
      "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: b}\ndata: {k: Zmlyc3Q=, other: eA==}\n"
      "stringData: {k: second}\n",
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
  const auto found = ReadManifest(
      "kind: ConfigMap\n---\napiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Secret, metadata: "
      "{name: a}}]\n---\napiVersion: example.com/v1\nkind: Secret\n",
      "k");
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
  const std::string secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  k: |\n    ---\n    x\n";
  const std::pair<std::string, std::vector<std::size_t>> cases[] = {
      {secret, {1}},
      {"---\n" + secret, {1}},
      {"# why\n\n---\n" + secret + "---\n" + secret, {1, 2}},
      {secret + "...\n# end\n", {1}},
      {secret + "...\n---\n" + secret, {1, 2}},
      {"---\n---\n" + secret, {2}},
      {"---\r\napiVersion: v1\r\nkind: Secret\r\n--- # why\r\napiVersion: v1\r\nkind: Secret\r\n", {1, 2}},
      {"\xEF\xBB\xBF" + secret, {1}},
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
  std::string many = "apiVersion: v1\nkind: List\nitems:\n- &a {kind: ConfigMap}\n";
  for (int i = 0; i < 200'000; ++i) {
    many += "- *a\n";
  }
  const auto found = ReadManifest(many, "k");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().message, "holds more than 200,000 objects");
}

TEST(ReadManifest, NamesDataThatIsNotBase64) {
  const auto found = ReadManifest("{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {k: 'plain text'}}", "k");
  ASSERT_TRUE(found.has_value());
  EXPECT_NE((*found)[0].secret.malformed.find("stringData"), std::string::npos);
}

TEST(ReadManifest, ReadsValuesThatGoOnInIndentedLines) {
  const auto found = ReadManifest(
      "apiVersion: v1\nkind: Secret\nmetadata:\n  annotations:\n    a: some\n      text\n\n      more\n"
      "    b: &x anchored\n    c: *x\nstringData:\n  k: >-\n    abc\n    def\n",
      "k");
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ((*found)[0].secret.token->Reveal(), "abc def");
}

TEST(ReadManifest, ReadsBase64AsGoDoes) {
  const auto first = [](const std::string& data) {
    return (*ReadManifest("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: " + data + "\n", "k"))[0]
        .secret.malformed.empty();
  };
  EXPECT_TRUE(first("|\n    Zmly\n    c3Q="));  // Line breaks are skipped,
  EXPECT_FALSE(first("Zmly\n    c3Q="));        // but a folded scalar has blanks.
  EXPECT_FALSE(first("'Zmly c3Q='"));
  EXPECT_TRUE(first("Zmlyc3R="));  // Bits that no byte needs.
  EXPECT_FALSE(first("Zmlyc3Q=\n  other: '*'"));
}

TEST(ReadManifest, SaysWhatItCannotRead) {
  const std::string kSecret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n";
  const std::pair<const char*, const char*> cases[] = {
      {"stringData: {k: {{ .Values.token }}}", "line 4 holds a name without a colon, or a template"},
      {"data: {k: !!binary Zmlyc3Q=}", "data[k] is not text"},
      {"stringData: {k: 12345678901234567890}", "stringData[k] is not text"},
      {"stringData: {k: [a]}", "stringData[k] is not text"},
      {"data: {k: null}", "data[k] is null"},
      {"data: {<<: {k: Zmlyc3Q=}}", "data has a merge key"},
      {"data: {k: Zmlyc3Q=, k: eA==}", "data has a member twice"},
      {"stringData: text", "stringData is not a map"},
      {"immutable: 'true'", "immutable is neither true nor false"},
      {"data: {a b: eA==}", "data has a key that a Secret cannot have"},
      {"type: 5", "type is not text"},
      {"spec: {}", "the Secret has a member that Kubernetes does not know"},
      {"data:\n  k: Zmlyc3Q=\n  oth", "line 6 holds a name without a colon"},
      {"immutable", "line 4 holds a name without a colon"},
      {"data:\n  k: Zmlyc3Q=\nend of file", "line 6 holds a name without a colon"},
      {"--- {}", "line 4 has text beside the marker ---"},
      {"...\nkind: ConfigMap", "line 5 follows the end of a document (...)"},
      {"---\n%YAML 1.1\n---\n", "line 5 is a YAML directive"},
  };
  for (const auto& [text, sentence] : cases) {
    const auto found = ReadManifest(kSecret + std::string(text) + "\n", "k");
    ASSERT_FALSE(found.has_value()) << text;
    EXPECT_EQ(found.error().message.rfind("cannot be read: " + std::string(sentence), 0), 0U) << found.error().message;
  }
  const std::pair<const char*, const char*> wholes[] = {
      {"kind: Secret", "a Secret whose apiVersion is not v1"},
      {"apiVersion: v2\nkind: Secret", "a Secret whose apiVersion is not v1"},
      {"apiVersion: v1\nkind: Secret\nmetadata: x", "metadata is not a map"},
      {"apiVersion: v1\nkind: Secret\nmetadata: {labels: {a: 1}}", "a member of metadata.labels is not text"},
      {"apiVersion: v1\nkind: Secret\nmetadata: {annotations: {a: true}}",
       "a member of metadata.annotations is not text"},
      {"apiVersion: v1\nkind: Secret\nmetadata: {nmae: a}", "metadata has a member that Kubernetes does not know"},
      {"apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: List, items: []}]", "a List in a List"},
      {"%YAML 1.1\n---\nkind: Secret", "line 1 is a YAML directive"},
  };
  for (const auto& [text, sentence] : wholes) {
    const auto found = ReadManifest(text, "k");
    ASSERT_FALSE(found.has_value()) << text;
    EXPECT_EQ(found.error().message.rfind("cannot be read: " + std::string(sentence), 0), 0U) << found.error().message;
  }
  EXPECT_EQ(ReadManifest(std::string_view("\xFF\xFEk\0", 4), "k").error().message.rfind("is UTF-16 text", 0), 0U);
}

TEST(ReadManifest, ReadsJsonObjectsInARow) {
  const auto found = ReadManifest(
      R"({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a}{"}}
         {"apiVersion": "v1", "kind": "Secret", "stringData": {"k": ""}})",
      "k");
  ASSERT_TRUE(found.has_value()) << found.error().message;
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[0].secret.name, "a}{");
  EXPECT_EQ((*found)[1].document, 2U);
  EXPECT_EQ((*found)[1].secret.token->Reveal(), "");
}

}  // namespace
}  // namespace commands
