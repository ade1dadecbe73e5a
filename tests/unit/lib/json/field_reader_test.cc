#include "json/field_reader.h"

#include <gtest/gtest.h>

namespace json {
namespace {

struct Settings {
  std::string name = "default";
  std::vector<std::string> words{"default"};
  int port = 80;
  bool strict = false;
};

constexpr TextFormat kWord{"a word", [](std::string_view text) { return text.find(' ') == std::string_view::npos; }};

// Reads the text into `settings`; the result is every complaint.
std::string Read(const std::string& text, Settings& settings) {
  Problems problems;
  {
    const auto root = ParseLocated(text);
    FieldReader fields(*root, "", problems);
    fields.Require("name");
    fields.Text("name", kWord, settings.name);
    fields.Texts("words", kWord, settings.words);
    fields.Integer("port", 1, 65535, settings.port);
    fields.OneOf("mode", {{"strict", true}, {"lenient", false}}, settings.strict);
  }
  return problems.Text();
}

TEST(FieldReader, ReadsEachFieldByItsName) {
  Settings settings;
  EXPECT_EQ(Read(R"({"name":"a","words":["b","c"],"port":8080,"mode":"strict"})", settings), "");
  EXPECT_EQ(settings.name, "a");
  EXPECT_EQ(settings.words, (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(settings.port, 8080);
  EXPECT_TRUE(settings.strict);
}

TEST(FieldReader, LeavesTheDefaultWhereTheFileSaysNothing) {
  Settings settings;
  EXPECT_EQ(Read(R"({"name":"a"})", settings), "");
  EXPECT_EQ(settings.words, std::vector<std::string>{"default"});
  EXPECT_EQ(settings.port, 80);
}

TEST(FieldReader, CollectsEveryProblemInTheOrderOfTheFile) {
  Settings settings;
  EXPECT_EQ(
      Read(
          "{\n\"port\": 65536,\n\"words\": [\"b\", \"two words\"],\n\"mode\": \"loose\",\n\"mood\": 1,\n\"port\": 2\n}",
          settings),
      "line 1: name is missing\n"
      "line 2: port is 65536: expected a whole number from 1 to 65535\n"
      "line 3: words[1] is 'two words': expected a word\n"
      "line 4: mode is 'loose': expected strict or lenient\n"
      "line 5: mood is unknown: expected one of mode, name, port, words\n"
      "line 6: port is set twice");
  EXPECT_EQ(settings.port, 80);
}

TEST(FieldReader, NamesAValueOfTheWrongType) {
  Settings settings;
  EXPECT_EQ(Read(R"([])", settings), "line 1: the file is a list: expected an object");
  EXPECT_EQ(Read(R"({"name":{},"words":true,"port":1.5})", settings),
            "line 1: name is an object: expected a word\n"
            "line 1: words is true: expected a list\n"
            "line 1: port is 1.5: expected a whole number from 1 to 65535");
}

}  // namespace
}  // namespace json
