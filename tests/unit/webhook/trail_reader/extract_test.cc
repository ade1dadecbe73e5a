#include "trail_reader/extract.h"

#include <gtest/gtest.h>

namespace trail_reader {
namespace {

constexpr std::string_view kLine = R"({"version":2,"type":"closing","user":"a\\b"})";

// The line as the value of a JSON string.
std::string Quoted(std::string_view line) {
  std::string text = "\"";
  for (const char c : line) {
    text += c == '"' || c == '\\' ? "\\" + std::string(1, c) : std::string(1, c);
  }
  return text + "\"";
}

TEST(Extractor, FindsTheLineInEveryWrapping) {
  const std::string line(kLine);
  const std::pair<std::string, std::string> cases[] = {
      {line, ""},
      {line + "\r", ""},
      {"[pod/web-1/webhook] " + line, "pod/web-1/webhook"},
      {"2026-11-25T09:00:00.123456789Z " + line, ""},
      {"[pod/web-1/webhook] 2026-11-25T09:00:00Z " + line, "pod/web-1/webhook"},
      {"2026-11-25T09:00:00.123456789+01:00 stdout F " + line, ""},
      {R"({"log":)" + Quoted(line + "\n") + R"(,"stream":"stdout","time":"t"})", ""},
      {R"({"message":)" + Quoted(line) + R"(,"kubernetes":{"pod":{"name":"web-1"}}})", "web-1"},
      {R"({"message":"parsed","event":{"original":)" + Quoted(line) + "}}", ""},
      {R"({"event.original":)" + Quoted(line) + R"(,"kubernetes":{"pod_name":"web-1"}})", "web-1"},
      {R"({"_index":"i","_source":{"message":)" + Quoted("2026-11-25T09:00:00Z stdout F " + line) + "}}", ""},
      {"2026-11-25T09:00:00Z " + (R"({"log":)" + Quoted("[pod/web-2/c] " + line) + "}"), "pod/web-2/c"},
  };
  Extractor extractor;
  for (const auto& [raw, source] : cases) {
    std::string text = raw;
    if (const auto newline = text.find('\n'); newline != std::string::npos) {
      text.replace(newline, 1, "\\n");
    }
    const auto found = extractor.Extract(text);
    EXPECT_EQ(found.line, kLine) << text;
    EXPECT_EQ(found.source, source) << text;
  }
}

TEST(Extractor, TakesNothingElseForAnAuditLine) {
  Extractor extractor;
  const std::string line(kLine);
  for (const std::string& raw :
       {std::string(), std::string("text"), std::string(R"({"time":"t","level":"info","message":"listening"})"),
        R"({"level":"info","message":"rejected","user":)" + Quoted(line) + "}", "a user said " + line,
        std::string(R"({"log":"cut)"), std::string("[1,2]"), std::string("[pod/x] "), std::string("[] {}"),
        std::string(R"({"message":5})"), std::string(200'000, '['),
        std::string("{\"a\":") + std::string(200'000, '[')}) {
    EXPECT_EQ(extractor.Extract(raw).line, "") << raw.substr(0, 50);
  }
}

TEST(Extractor, HandsOnALineThatACollectorHasWrittenAnew) {
  Extractor extractor;
  const std::string raw = R"({"previous":"","sequence":0,"type":"closing","version":2})";
  EXPECT_EQ(extractor.Extract(raw).line, raw);
}

}  // namespace
}  // namespace trail_reader
