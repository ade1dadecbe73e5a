// Reports of lines, for tests.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time_text.h"
#include "testing/audit_lines.h"
#include "trail_reader/chains.h"
#include "trail_reader/event.h"
#include "trail_report/collector.h"

namespace fakes {

inline trail_report::Report MakeReport(const std::vector<std::string>& lines,
                                       const std::string& now = "2026-11-25T20:00:00Z",
                                       std::optional<std::chrono::seconds> since = std::nullopt) {
  const auto time = *base::ParseTime(now);
  trail_report::Collector collector(time, since ? std::optional(time - *since) : std::nullopt);
  trail_reader::Chains chains;
  trail_reader::EventParser parser;
  std::uint64_t unread = 0;
  for (const auto& line : lines) {
    const auto parsed = parser.Parse(line);
    unread += parsed ? 0 : 1;
    if (parsed) {
      collector.Add(parser.Get(), trail_reader::DigestOf(line));
      static_cast<void>(chains.Add(parser.Get(), trail_reader::DigestOf(line), "file"));
    }
  }
  return collector.Finish(chains.Finish().value(), unread);
}

// One person's change, one refusal, one rotation, one unseen edit, with whatever names a client chose. `user` and
// `manager` are JSON, without quotes.
inline std::vector<std::string> Story(const std::string& user = "jane@example.com",
                                      const std::string& manager = "kubectl-edit") {
  AuditChain webhook("web-1/0123456789abcdef");
  AuditChain rotator("rotator-1/0123456789abcdef");
  webhook.Open();
  webhook.Decide({.time = "2026-11-25T09:00:00.000Z",
                  .user = user,
                  .findings = R"({"id":"double-encoded","severity":"warn"})",
                  .before = Print('a'),
                  .after = Print('b'),
                  .manager = manager,
                  .uid = "1"});
  webhook.Decide({.time = "2026-11-25T10:00:00.000Z",
                  .user = user,
                  .verdict = "denied",
                  .reason = "trailing-newline: the token ends with a newline",
                  .findings = R"({"id":"trailing-newline","severity":"deny"})",
                  .before = Print('b'),
                  .after = Print('c'),
                  .manager = manager,
                  .uid = "2"});
  rotator.Rotate("2026-11-25T11:00:00.000Z", "begin", "done");
  webhook.Decide({.time = "2026-11-25T11:00:01.000Z",
                  .user = "system:serviceaccount:token-guard:token-rotator",
                  .before = Print('d'),
                  .after = Print('e'),
                  .manager = "token-rotator",
                  .rotation = "r1",
                  .uid = "3"});
  rotator.Rotate("2026-11-25T11:00:20.000Z", "end", "rotated");
  webhook.Close();
  auto lines = webhook.lines;
  lines.insert(lines.end(), rotator.lines.begin(), rotator.lines.end());
  return lines;
}

// Names that act on a page, a terminal, a spreadsheet or a reader, as JSON.
inline const std::vector<std::string>& HostileNames() {
  static const std::vector<std::string> names{
      R"(<script>alert(1)</script>)",
      R"(\"><img src=x onerror=alert(1)>)",
      R"('onmouseover='alert(1))",
      R"(\u001b[2J\u001b]0;owned\u0007)",
      R"(\u202egnp.exe\u2066)",
      R"(a\nb\r\nc\u2028d\u0000e)",
      R"(=HYPERLINK(\"http://example.com\",\"x\"))",
      R"(+1+1)",
      R"(@SUM(A1))",
      R"(-2+3)",
      R"(a|b`c*d_e[f](http://example.com))",
      R"(&lt;b&gt;&#0;)",
      std::string(1U << 16U, 'x'),
  };
  return names;
}

}  // namespace fakes
