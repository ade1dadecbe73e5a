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

// What is printed, in as many parts as it takes.
std::string ToJson(const Report& report) {
  std::string text;
  EXPECT_TRUE(WriteJson(report, [&](const std::string& part) { return !text.append(part).empty(); }));
  return text;
}
std::string ToCsv(const Report& report) {
  std::string text;
  EXPECT_TRUE(WriteCsv(report, [&](const std::string& part) { return !text.append(part).empty(); }));
  return text;
}

TEST(WriteJson, HoldsEverything) {
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

TEST(WriteJson, IsJsonWhateverTheNamesAndSafeToPrint) {
  for (const auto& name : fakes::HostileNames()) {
    const auto text = ToJson(fakes::MakeReport(fakes::Story(name, name)));
    EXPECT_TRUE(json::Object::Parse(text)) << name.substr(0, 40);
    EXPECT_THAT(text, Not(HasSubstr("\033")));
    EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
  }
}

TEST(WriteCsv, HasARowForEachEntry) {
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

TEST(WriteCsv, KeepsItsRowsWhateverTheNames) {
  for (const auto& name : fakes::HostileNames()) {
    const auto text = ToCsv(fakes::MakeReport(fakes::Story(name, name)));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6) << name.substr(0, 40);
    for (const auto* formula : {"\"=", "\"+", "\"@", "\"-"}) {
      EXPECT_THAT(text, Not(HasSubstr(std::string(",") + formula))) << name.substr(0, 40);
    }
  }
}

TEST(WriteJson, HandsOnPartsAndStopsIfNobodyTakesThem) {
  fakes::AuditChain chain("web/1");
  for (int i = 0; i < 1000; ++i) {
    chain.Decide({.verdict = "denied", .reason = "a reason"});
  }
  const auto report = fakes::MakeReport(chain.lines);
  for (const auto write : {WriteJson, WriteCsv}) {
    std::size_t parts = 0;
    std::size_t longest = 0;
    EXPECT_TRUE(write(report, [&](const std::string& part) {
      longest = std::max(longest, part.size());
      return ++parts > 0;
    }));
    EXPECT_GT(parts, 2U);
    EXPECT_LT(longest, 100'000U);
    parts = 0;
    EXPECT_FALSE(write(report, [&](const std::string& /*part*/) { return ++parts == 0; }));
    EXPECT_EQ(parts, 1U);
  }
}

}  // namespace
}  // namespace trail_report
