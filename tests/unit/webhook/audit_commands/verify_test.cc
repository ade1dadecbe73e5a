#include "audit_commands/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/audit_lines.h"
#include "testing/fake_streams.h"
#include "testing/fakes.h"

namespace audit_commands {
namespace {

using testing::HasSubstr;
using testing::Not;

class VerifyTest : public testing::Test {
 protected:
  VerifyTest() {
    chain.Open();
    for (const auto* uid : {"1", "2", "3"}) {
      chain.Decide({.uid = uid});
    }
    chain.Close();
  }
  Outcome Run(const std::vector<std::string>& lines, const VerifyRequest& request = {}) {
    streams.files["-"] = fakes::AuditChain::Joined(lines);
    return Verify({streams, clock, {}, {}}, request);
  }
  static std::string Event(const std::string& line, const std::string& uid) {
    return R"({"requestReceivedTimestamp":"2026-11-25T09:00:00Z","annotations":{"validate.token-webhook.keptn.sh/uid":")" +
           uid + R"(","validate.token-webhook.keptn.sh/digest":")" +
           trail_reader::ToHex(trail_reader::DigestOf(line.substr(0, line.rfind(",\"sequence\":")))) + "\"}}\n";
  }
  // The whole log of another process.
  static std::vector<std::string> OfAnother() {
    fakes::AuditChain other("web-2/00");
    other.Open();
    other.Close();
    return other.lines;
  }
  fakes::FakeStreams streams;
  fakes::FakeClock clock;
  fakes::AuditChain chain{"web-1/00"};
};

TEST_F(VerifyTest, AWholeLogIsWhole) {
  const auto outcome = Run(chain.lines);
  EXPECT_EQ(outcome.exit_code, kWhole);
  EXPECT_EQ(outcome.output,
            "whole     web-1/00  lines 0 to 4, 2026-11-25T08:00:00.000Z to 2026-11-25T20:00:00.000Z, closed\n"
            "5 audit lines of 1 process; 0 other lines\n"
            "The log is whole.\n");
}

TEST_F(VerifyTest, EveryRemovedLineShows) {
  for (std::size_t i = 0; i < chain.lines.size(); ++i) {
    auto lines = chain.lines;
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
    const auto outcome = Run(lines);
    const bool at_an_end = i == 0 || i + 1 == chain.lines.size();
    EXPECT_EQ(outcome.exit_code, at_an_end ? kUnproven : kBroken) << i << outcome.output;
  }
}

TEST_F(VerifyTest, AnOpenChainIsUnproven) {
  chain.lines.pop_back();
  const auto outcome = Run(chain.lines);
  EXPECT_EQ(outcome.exit_code, kUnproven);
  EXPECT_THAT(outcome.output, HasSubstr("unproven  web-1/00  lines 0 to 3"));
  EXPECT_THAT(outcome.output, HasSubstr("open: still running, killed, or cut\n"));
}

TEST_F(VerifyTest, TheCheckpointShowsARewrittenLog) {
  const VerifyRequest request{{}, "state", "", false};
  chain.lines.pop_back();
  EXPECT_EQ(Run(chain.lines, request).exit_code, kUnproven);
  fakes::AuditChain other("web-1/00");
  other.Open();
  for (const auto* uid : {"1", "x", "3"}) {
    other.Decide({.uid = uid});
  }
  other.Close();
  EXPECT_EQ(Run(other.lines).exit_code, kWhole);
  const auto state = streams.files["state"];
  const auto outcome = Run(other.lines, request);
  EXPECT_EQ(outcome.exit_code, kBroken);
  EXPECT_THAT(outcome.output, HasSubstr("rewritten since the checkpoint"));
  EXPECT_EQ(streams.files["state"], state);
  chain.Decide({.uid = "4"});
  EXPECT_THAT(Run({chain.lines.back()}, request).output, HasSubstr("continues what the checkpoint has seen"));
  EXPECT_NE(streams.files["state"], state);
}

TEST_F(VerifyTest, SaysThatACheckpointIsMissing) {
  const VerifyRequest request{{}, "state", "", false};
  EXPECT_THAT(Run(chain.lines, request).output, HasSubstr("no checkpoint at state yet: begun\n"));
  EXPECT_THAT(Run(chain.lines, request).output, Not(HasSubstr("no checkpoint")));
}

TEST_F(VerifyTest, AnOpenChainThatIsGoneIsDoubtedOnce) {
  const VerifyRequest request{{}, "state", "", false};
  std::vector<std::string> open = chain.lines;
  open.pop_back();
  for (int round = 0; round < 2; ++round) {  // The chain came back in between: it is doubted anew.
    Run(open, request);
    const auto first = Run(OfAnother(), request);
    EXPECT_EQ(first.exit_code, kUnproven);
    EXPECT_THAT(first.output,
                HasSubstr("unproven  web-1/00\n  open at line 3 by the checkpoint, and not in the input"));
    const auto later = Run(OfAnother(), request);
    EXPECT_EQ(later.exit_code, kWhole);
    EXPECT_THAT(later.output, HasSubstr("1 open chain of the checkpoint is still not in the input: reported by an "
                                        "earlier run\n"));
  }
}

TEST_F(VerifyTest, AClosedChainThatOnlyTheCheckpointKnowsIsNamed) {
  const VerifyRequest request{{}, "state", "", false};
  Run(chain.lines, request);
  const auto outcome = Run(OfAnother(), request);
  EXPECT_EQ(outcome.exit_code, kWhole);
  EXPECT_THAT(outcome.output,
              HasSubstr("1 closed chain of the checkpoint is not in the input: archived, or removed\n"));
}

TEST_F(VerifyTest, TheApiServersLogShowsWhatARecomputedChainHides) {
  const VerifyRequest request{{}, "", "events", false};
  for (std::size_t i = 1; i < 4; ++i) {
    streams.files["events"] += Event(chain.lines[i], std::to_string(i));
  }
  EXPECT_EQ(Run(chain.lines, request).exit_code, kWhole);
  fakes::AuditChain other("web-1/00");
  other.Open();
  other.Decide({.uid = "1"});
  other.Decide({.user = "somebody-else", .uid = "2"});
  other.Decide({.uid = "4"});
  other.Close();
  EXPECT_EQ(Run(other.lines).exit_code, kWhole);
  const auto outcome = Run(other.lines, request);
  EXPECT_EQ(outcome.exit_code, kBroken);
  EXPECT_THAT(outcome.output, HasSubstr("1 line not as the webhook told the API server: uid 2\n"));
  EXPECT_THAT(outcome.output, HasSubstr("1 decision without a line: uid 3\n"));
  EXPECT_THAT(outcome.output, HasSubstr("(a retried write has only one event): uid 4\n"));
}

TEST_F(VerifyTest, ALineThatCannotBeReadLeavesTheLogUnproven) {
  for (const std::string& bad : {std::string(R"({"version":3,"type":"opening"})"), std::string(R"({"version":2,"ty)"),
                                 std::string((1U << 20U) + 1, 'x')}) {
    auto lines = chain.lines;
    lines.push_back(bad);
    const auto outcome = Run(lines);
    EXPECT_EQ(outcome.exit_code, kUnproven) << bad.substr(0, 40);
    EXPECT_THAT(outcome.output, HasSubstr("whole     web-1/00"));
    EXPECT_THAT(outcome.output, HasSubstr("What is here is whole; that it is all is not proven.\n"));
  }
}

TEST_F(VerifyTest, TheApiServersLogDoesNotProveTheEndOfAChain) {
  const VerifyRequest request{{}, "", "events", false};
  for (std::size_t i = 1; i < 4; ++i) {
    streams.files["events"] += Event(chain.lines[i], std::to_string(i));
  }
  chain.lines.pop_back();
  const auto outcome = Run(chain.lines, request);
  EXPECT_EQ(outcome.exit_code, kUnproven);
  EXPECT_THAT(outcome.output, HasSubstr("open: still running, killed, or cut\n"));
}

TEST_F(VerifyTest, ReadsTheApiServersLogToItsEndAndSaysWhatItCannotRead) {
  const VerifyRequest request{{}, "", "events", false};
  for (std::size_t i = 1; i < 4; ++i) {
    streams.files["events"] += Event(chain.lines[i], std::to_string(i));
  }
  const auto events = streams.files["events"];
  streams.files["events"].pop_back();
  EXPECT_THAT(Run(chain.lines, request).output, HasSubstr("3 of 3 decisions as the lines say"));
  for (const std::string& bad : {std::string(R"({"kind":"Ev)"), std::string((1U << 20U) + 1, 'x') + "\n"}) {
    streams.files["events"] = events + bad;
    const auto outcome = Run(chain.lines, request);
    EXPECT_EQ(outcome.exit_code, kUnproven) << bad.substr(0, 40);
    EXPECT_THAT(outcome.output, HasSubstr("1 event cut, or too long to be read\n"));
  }
}

TEST_F(VerifyTest, SaysWhatItCannotReadOrWrite) {
  const auto expect = [&](const VerifyRequest& request, const std::string& sentence) {
    const auto outcome = Run(chain.lines, request);
    EXPECT_EQ(outcome.exit_code, kUnreadable);
    EXPECT_EQ(outcome.errors, sentence + "\n");
  };
  streams.files["bad"] = "[]\n";
  streams.files["no events"] = "{\"kind\":\"Event\"}\n";
  streams.refused = "full";
  expect({{"none"}, "", "", false}, "cannot read none: No such file or directory");
  expect({{}, "bad", "", false}, "bad: not a JSON object");
  expect({{}, "full", "", false}, "cannot write full: No space left on device");
  expect({{}, "", "none", false}, "cannot read none: No such file or directory");
  expect({{}, "", "bad", false}, "bad, line 1: not a JSON object");
  expect({{}, "", "no events", false},
         "no events holds no decision of the webhook; expected audit events in JSON lines, of level Metadata at least");
}

TEST_F(VerifyTest, PrintsHostileNamesSafely) {
  fakes::AuditChain hostile(R"(\u001b[2J\u202e\n<b>)");
  hostile.Open();
  const auto outcome = Run(hostile.lines, {{}, "state", "", true});
  EXPECT_THAT(outcome.output, HasSubstr("\\u001B[2J\\u202E\\u000A<b>"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("\033[2J")));
}

}  // namespace
}  // namespace audit_commands
