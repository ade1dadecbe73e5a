#include "trail_reader/event.h"

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "testing/audit_lines.h"

namespace trail_reader {
namespace {

TEST(EventParser, ReadsADecision) {
  fakes::AuditChain chain("web-1/0123456789abcdef");
  chain.Open();
  const auto line = chain.Decide({.user = R"(a\u0000b)",
                                  .verdict = "denied",
                                  .reason = "weak: too weak",
                                  .findings = R"({"id":"weak","severity":"deny"},{"id":"x","severity":"warn"})",
                                  .before = fakes::Print('a'),
                                  .after = fakes::Print('b'),
                                  .dry_run = true});
  EventParser parser;
  ASSERT_TRUE(parser.Parse(line));
  const Event& event = parser.Get();
  EXPECT_EQ(event.type, Type::kDecision);
  EXPECT_EQ(base::FormatTime(event.time), "2026-11-25T09:00:00.000Z");
  EXPECT_EQ(event.instance, "web-1/0123456789abcdef");
  EXPECT_EQ(event.sequence, 1U);
  EXPECT_EQ(event.previous, DigestOf(chain.lines[0]));
  EXPECT_EQ(event.user, std::string_view("a\0b", 3));
  EXPECT_EQ(event.verdict, "denied");
  EXPECT_EQ(event.reason, "weak: too weak");
  ASSERT_EQ(event.findings.size(), 2U);
  EXPECT_TRUE(event.findings[0].denies && !event.findings[1].denies);
  EXPECT_EQ(event.fingerprint_before, "hmac-sha256:" + fakes::Print('a'));
  EXPECT_EQ(event.rotation, "");
  EXPECT_TRUE(event.guarded && event.changed && event.dry_run && *event.caller_known);
  EXPECT_FALSE(event.Closes());
}

TEST(EventParser, ReadsTheOtherTypesAndForgetsTheLineBefore) {
  fakes::AuditChain chain("web-1/0123456789abcdef");
  EventParser parser;
  ASSERT_TRUE(parser.Parse(chain.Decide({.findings = R"({"id":"x","severity":"warn"})"})));
  ASSERT_TRUE(parser.Parse(chain.Lost(7)));
  EXPECT_EQ(parser.Get().lost, 7U);
  EXPECT_EQ(parser.Get().user, "");
  EXPECT_TRUE(parser.Get().findings.empty());
  ASSERT_TRUE(parser.Parse(chain.Rotate("2026-11-25T09:00:00.000Z", "end", "rolled-back", "why", "back")));
  EXPECT_TRUE(parser.Get().Closes() && parser.Get().back);
  EXPECT_EQ(parser.Get().outcome, "rolled-back");
  ASSERT_TRUE(parser.Parse(chain.Close()));
  EXPECT_TRUE(parser.Get().Closes());
}

TEST(EventParser, TakesNoLineThatOtherProgramsReadOtherwise) {
  EventParser parser;
  const std::string line = fakes::AuditChain("web/1").Close();
  ASSERT_TRUE(parser.Parse(line));
  EXPECT_FALSE(parser.Parse(line + std::string("\0 more", 6)));
  EXPECT_FALSE(parser.Parse(R"({"type":"opening",)" + line.substr(1)));
  EXPECT_FALSE(parser.Parse(R"({"":0,"":1,)" + line.substr(1)));
  EXPECT_FALSE(parser.Parse(fakes::AuditChain(std::string(513, 'a')).Close()));
  std::string many = "{";
  for (int i = 0; i < 64; ++i) {
    many += "\"" + std::to_string(i) + "\":0,";
  }
  EXPECT_FALSE(parser.Parse(many + line.substr(1)));
}

TEST(EventParser, ReadsVersion1) {
  EventParser parser;
  ASSERT_TRUE(parser.Parse(
      R"({"version":1,"type":"decision","time":"2026-11-24T09:00:00.000Z","user":"u","verdict":"allowed","client":"unauthenticated","sequence":0,"previous":""})"));
  EXPECT_EQ(parser.Get().instance, "");
  EXPECT_EQ(parser.Get().caller_known, std::nullopt);
  EXPECT_EQ(parser.Get().previous, std::nullopt);
}

TEST(EventParser, TellsWhatIsNoAuditLine) {
  EventParser parser;
  for (
      const auto* line :
      {"", "{", R"({"version":2})", R"({"version":0,"type":"closing"})", R"([2])", R"({"version":"2"})",
       R"({"version":2,"type":"closing","time":"2026-11-24T09:00:00Z","instance":"","sequence":0,"previous":""})",
       R"({"version":2,"type":"opened","time":"2026-11-24T09:00:00Z","instance":"i","sequence":0,"previous":""})",
       R"({"version":2,"type":"closing","time":"now","instance":"i","sequence":0,"previous":""})",
       R"({"version":2,"type":"closing","time":"2026-11-24T09:00:00Z","instance":"i","sequence":-1,"previous":""})",
       R"({"version":2,"type":"closing","time":"2026-11-24T09:00:00Z","instance":"i","sequence":9223372036854775808,"previous":""})",
       R"({"version":2,"type":"closing","time":"2026-11-24T09:00:00Z","instance":"i","sequence":0,"previous":"x"})",
       R"({"version":2,"type":"closing","time":"2026-11-24T09:00:00Z","instance":"i","sequence":0,"previous":null})"}) {
    const auto parsed = parser.Parse(line);
    ASSERT_FALSE(parsed) << line;
    EXPECT_EQ(parsed.error().code, base::Code::kInvalid) << line;
  }
  EXPECT_EQ(parser.Parse(R"({"version":3,"type":"new"})").error().code, base::Code::kNotFound);
}

TEST(EventParser, SurvivesWrongTypesAndDepth) {
  EventParser parser;
  EXPECT_TRUE(parser.Parse(
      R"({"version":2,"type":"decision","time":"2026-11-24T09:00:00Z","user":7,"findings":[1,{"id":2}],"extra":[],"guarded":"yes","instance":"i","sequence":0,"previous":""})"));
  EXPECT_EQ(parser.Get().user, "");
  EXPECT_FALSE(parser.Get().guarded);
  EXPECT_FALSE(parser.Parse(R"({"version":2,"a":)" + std::string(300'000, '[')));
}

}  // namespace
}  // namespace trail_reader
