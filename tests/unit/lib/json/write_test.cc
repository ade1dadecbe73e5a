#include "json/write.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <new>
#include <vector>

#include "json/read.h"

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

// The UTF-8 form of a code point below U+10000.
std::string Utf8(unsigned c) {
  if (c < 0x80) {
    return {static_cast<char>(c)};
  }
  if (c < 0x800) {
    return {static_cast<char>(0xC0U | (c >> 6U)), static_cast<char>(0x80U | (c & 0x3FU))};
  }
  return {static_cast<char>(0xE0U | (c >> 12U)), static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)),
          static_cast<char>(0x80U | (c & 0x3FU))};
}

// Between texts that are long enough for code that takes many bytes at a time.
TEST(AppendString, EscapesWhatCouldActOnATerminalAndParsesBackUnchanged) {
  const std::string around(40, 'x');
  std::vector<unsigned> escaped{0x22, 0x5C, 0x61C, 0xFEFF};
  for (const auto& [first, last] : {std::pair(0x00U, 0x1FU), std::pair(0x7FU, 0x9FU), std::pair(0x200BU, 0x200FU),
                                    std::pair(0x2028U, 0x202EU), std::pair(0x2066U, 0x2069U)}) {
    for (unsigned c = first; c <= last; ++c) {
      escaped.push_back(c);
    }
  }
  for (unsigned c = 0; c < 0x10000; c += c == 0xD7FF ? 0x801 : 1) {
    std::string text = around;
    text.append(Utf8(c)).append(around);
    const std::string out = Appended(text).substr(1);
    const bool raw = out == "\"" + text + "\"";
    EXPECT_EQ(raw, std::find(escaped.begin(), escaped.end(), c) == escaped.end()) << c;
    if (!raw) {
      const auto parsed = Object::Parse("{\"t\":" + out + "}");
      ASSERT_TRUE(parsed.has_value()) << c;
      EXPECT_EQ(Text(&parsed->Root(), {"t"}), text) << c;
      EXPECT_TRUE(std::all_of(out.begin(), out.end(), [](char byte) { return byte >= ' ' && byte <= '~'; })) << c;
    }
  }
}

TEST(AppendString, TakesEveryByte) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    const std::string text(20, static_cast<char>(byte));
    const auto parsed = Object::Parse("{\"t\":" + Appended(text).substr(1) + "}");
    ASSERT_TRUE(parsed.has_value()) << byte;
    std::string expected = text;
    if (byte >= 0x80) {
      expected.clear();
      for (int i = 0; i < 20; ++i) {
        expected += "\xEF\xBF\xBD";
      }
    }
    EXPECT_EQ(Text(&parsed->Root(), {"t"}), expected) << byte;
  }
}

// Plain text is copied eight bytes at a time.
TEST(AppendString, FindsEveryByteBetweenPlainOnes) {
  for (int byte = 0; byte < 0x80; ++byte) {
    const std::string character(1, static_cast<char>(byte));
    const std::string alone = Appended(character);
    for (std::size_t before = 0; before < 17; ++before) {
      const std::string left(before, '~');
      const std::string right(17 - before, ' ');
      EXPECT_EQ(Appended(left + character + right), "x\"" + left + alone.substr(2, alone.size() - 3) + right + '"')
          << byte;
    }
  }
}

TEST(AppendString, EndsBeforeItsLimitAtACharacter) {
  const auto limited = [](std::string_view text, std::size_t max_bytes) {
    std::string out;
    AppendString(out, text, max_bytes);
    return out;
  };
  EXPECT_EQ(limited("abc", 3), "\"abc\"");
  EXPECT_EQ(limited("abcd", 3), "\"abc…\"");
  EXPECT_EQ(limited("ab\xC3\xBC", 3), "\"ab…\"");
  EXPECT_EQ(limited("ab\n", 3), "\"ab…\"");
  EXPECT_EQ(limited("ab\n", 4), "\"ab\\n\"");
  EXPECT_EQ(limited("\x01 b", 5), "\"…\"");
}

}  // namespace
}  // namespace json
