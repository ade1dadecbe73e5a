#include "json/write.h"

#include <gtest/gtest.h>

#include <limits>
#include <new>

namespace json {
namespace {

const auto kFill = [](auto& writer) {
  Put(writer, "kind", "Secret");
  PutObject(writer, "data", [&] { Put(writer, "token", "a\"b"); });
};

TEST(Encode, WritesOneLineWithoutBlanks) {
  EXPECT_EQ(Encode(kFill), R"({"kind":"Secret","data":{"token":"a\"b"}})");
  EXPECT_EQ(EncodeSecret(kFill).Reveal(), Encode(kFill));
}

TEST(Encode, IndentsForPeople) {
  EXPECT_EQ(EncodeIndented(kFill), "{\n  \"kind\": \"Secret\",\n  \"data\": {\n    \"token\": \"a\\\"b\"\n  }\n}");
}

TEST(WipingMemory, KeepsTheContentsWhenABlockGrows) {
  char* block = static_cast<char*>(WipingMemory::Malloc(4));
  std::copy_n("text", 4, block);
  block = static_cast<char*>(WipingMemory::Realloc(block, 4, 4000));
  EXPECT_EQ(std::string_view(block, 4), "text");
  EXPECT_EQ(WipingMemory::Realloc(block, 4000, 0), nullptr);
}

TEST(WipingMemory, ThrowsWhereRapidJsonWouldWriteToANullPointer) {
  EXPECT_THROW(WipingMemory::Malloc(std::numeric_limits<std::ptrdiff_t>::max()), std::bad_alloc);
}

std::string Appended(std::string_view text) {
  std::string out = "x";
  AppendString(out, text);
  return out;
}

TEST(AppendString, QuotesAndEscapes) {
  EXPECT_EQ(Appended("plain"), "x\"plain\"");
  EXPECT_EQ(Appended(""), "x\"\"");
  EXPECT_EQ(Appended("a\"b\\c\n\x01"), R"(x"a\"b\\c\n\u0001")");
  EXPECT_EQ(Appended("gr\xC3\xBC\xC3\x9F"), "x\"gr\xC3\xBC\xC3\x9F\"");
}

TEST(AppendString, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(Appended("a\xFF"
                     "b"),
            "x\"a\xEF\xBF\xBD"
            "b\"");
}

}  // namespace
}  // namespace json
