#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "json/read.h"
#include "testing/audit_report.h"
#include "trail_report/formats.h"

namespace trail_report {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(ToJson, HoldsEverything) {
  const auto object = json::Object::Parse(ToJson(fakes::MakeReport(fakes::Story())));
  ASSERT_TRUE(object);
  const auto& root = object->Root();
  EXPECT_EQ(json::Text(&root, {"tokenSince"}), "2026-11-25T11:00:01.000Z");
  EXPECT_EQ(json::Text(&root, {"log"}), "whole");
  EXPECT_EQ(json::Text(&root, {"lastChange", "actor"}), "rotator");
  EXPECT_EQ(root["changes"].Size(), 2U);
  EXPECT_EQ(json::Text(&root["changes"][0], {"rules"}), "double-encoded");
  EXPECT_EQ(root["refused"].Size(), 1U);
  EXPECT_EQ(json::Text(&root["refused"][0], {"reason"}), "trailing-newline: the token ends with a newline");
  EXPECT_EQ(json::Text(&root["refusedByUser"][0], {"name"}), "jane@example.com");
  EXPECT_EQ(json::Text(&root["rotations"][0], {"outcome"}), "rotated");
  EXPECT_EQ(json::Text(&root["unseenEdits"][0], {"fingerprintAfter"}), "hmac-sha256:" + fakes::Print('d'));
  EXPECT_EQ(json::Number(&root, {"counts", "denied"}, 0), 1);
}

TEST(ToJson, IsJsonWhateverTheNamesAndSafeToPrint) {
  for (const auto& name : fakes::HostileNames()) {
    const auto text = ToJson(fakes::MakeReport(fakes::Story(name, name)));
    EXPECT_TRUE(json::Object::Parse(text)) << name.substr(0, 40);
    EXPECT_THAT(text, Not(HasSubstr("\033")));
    EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
  }
}

TEST(ToCsv, HasARowForEachEntry) {
  const auto text = ToCsv(fakes::MakeReport(fakes::Story()));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6);
  EXPECT_THAT(text, HasSubstr("\r\n\"2026-11-25T10:00:00.000Z\",\"refused\",\"keptn/keptn-api-token\",\"UPDATE\","
                              "\"jane@example.com\",\"person\",\"kubectl-edit\",\"\",\"\",\"trailing-newline\","));
  EXPECT_THAT(text, HasSubstr("\"rotation: rotated\""));
  EXPECT_THAT(text, HasSubstr("\"unseen edit\""));
}

TEST(CsvCell, IsNoFormula) {
  for (const auto* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"}) {
    EXPECT_THAT(CsvCell(text), StartsWith("\"'")) << text;
  }
  EXPECT_EQ(CsvCell("a \"b\", c"), "\"a \"\"b\"\", c\"");
  EXPECT_EQ(CsvCell(""), "\"\"");
}

TEST(ToCsv, KeepsItsRowsWhateverTheNames) {
  for (const auto& name : fakes::HostileNames()) {
    const auto text = ToCsv(fakes::MakeReport(fakes::Story(name, name)));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6) << name.substr(0, 40);
    for (const auto* formula : {"\"=", "\"+", "\"@", "\"-"}) {
      EXPECT_THAT(text, Not(HasSubstr(std::string(",") + formula))) << name.substr(0, 40);
    }
  }
}

}  // namespace
}  // namespace trail_report
