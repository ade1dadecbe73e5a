#include "commands/documents.h"

#include <gtest/gtest.h>

namespace commands {
namespace {

TEST(SplitDocuments, GivesEachTheLineThatItBeginsAt) {
  const auto documents = SplitDocuments("# why\n---\na: b\n--- # c\nd: e\n...\n");
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_EQ(documents[1].text.Reveal(), "--- # c\nd: e\n...\n");
  EXPECT_EQ(documents[1].line, 3U);
}

TEST(SplitDocuments, TakesJsonObjectsApart) {
  const auto objects = SplitDocuments("{\"a\": \"}{\"}\n {\"b\": [{}]}");
  ASSERT_EQ(objects.size(), 2U);
  EXPECT_EQ(objects[0].text.Reveal(), "{\"a\": \"}{\"}");
  EXPECT_EQ(objects[1].line, 1U);
}

TEST(LoadDocument, AcceptsWhatKubectlReads) {
  for (const auto* text :
       {"a: b\n", "\"a\": 'it''s'\n", "? a\n: b\n", "{a: b, \"c\\\"\": [d, {e: f}]}\n", "a: &x\n  b\nc: *x\n",
        "a:\n- b: c\n  d: e\n- f\n", "a: one\n  two\n", "'a' : !!str b\n", "a: |\n  b\n"}) {
    Document document{base::SecretText(text), 0};
    EXPECT_NO_THROW(LoadDocument(document)) << text;
  }
}

}  // namespace
}  // namespace commands
