#include "trail_reader/witness.h"

#include <gtest/gtest.h>

#include "testing/audit_lines.h"

namespace trail_reader {
namespace {

class WitnessTest : public testing::Test {
 protected:
  void Record(const std::string& line, const std::string& uid, const std::string& time = "2026-11-25T09:00:00.1Z") {
    const auto digest = ToHex(DigestOf(line.substr(0, line.rfind(",\"sequence\":"))));
    ASSERT_TRUE(witness.Add(R"({"kind":"Event","auditID":"a","stage":"ResponseComplete","requestReceivedTimestamp":")" +
                            time + R"(","annotations":{"authorization.k8s.io/decision":"allow",)" +
                            R"("validate.token-webhook.keptn.sh/uid":")" + uid +
                            R"(","validate.token-webhook.keptn.sh/digest":")" + digest + "\"}}"));
  }
  void Compare(const std::string& line) {
    ASSERT_TRUE(parser.Parse(line));
    witness.Compare(parser.Get(), line, DigestOf(line));
  }
  EventParser parser;
  Witness witness;
  fakes::AuditChain chain{"web/1"};
};

TEST_F(WitnessTest, MatchesDecisionsWithWhatTheApiServerRecorded) {
  const auto kept = chain.Decide({.uid = "kept"});
  const auto altered = chain.Decide({.uid = "altered"});
  const auto removed = chain.Decide({.uid = "removed"});
  const auto forged = chain.Decide({.time = "2026-11-25T09:00:00.050Z", .uid = "forged"});
  const auto unknown_caller = chain.Decide({.uid = "other", .known = false});
  Record(kept, "kept", "2026-11-25T09:00:00.000Z");
  Record(kept, "kept");  // Of a second API server's copy.
  Record(altered, "altered");
  Record(removed, "removed");
  Record("{\"x\":1,\"sequence\":0}", "before", "2026-11-24T09:00:00.000Z");
  ASSERT_TRUE(witness.Add(R"({"kind":"Event","annotations":{"a":"b"}})"));
  ASSERT_TRUE(witness.Add(R"({"kind":"Event"})"));
  EXPECT_FALSE(witness.Add("{"));
  witness.Sort();
  Compare(kept);
  Compare(kept);
  std::string other = altered;
  other.replace(other.find("jane"), 4, "john");
  Compare(other);
  Compare(forged);
  Compare(unknown_caller);
  const auto result = witness.Finish();
  EXPECT_EQ(result.events, 4U);
  EXPECT_EQ(result.matched, 1U);
  EXPECT_EQ(result.altered_uids, std::vector<std::string>{"altered"});
  EXPECT_EQ(result.missing_uids, std::vector<std::string>{"removed"});
  EXPECT_EQ(result.unwitnessed_uids, std::vector<std::string>{"forged"});
  EXPECT_EQ(result.older, 1U);
}

TEST_F(WitnessTest, SaysNothingAboutLinesOutsideTheTimeOfItsLog) {
  Record(chain.Decide({.uid = "a"}), "a");
  witness.Sort();
  Compare(chain.lines[0]);
  Compare(chain.Decide({.time = "2026-11-25T19:00:00.000Z", .uid = "later"}));
  const auto result = witness.Finish();
  EXPECT_EQ(result.matched, 1U);
  EXPECT_EQ(result.unwitnessed + result.missing + result.altered, 0U);
  EXPECT_EQ(result.outside, 1U);
}

TEST_F(WitnessTest, FindsACopyOfADecisionUnderAnotherNumber) {
  const auto line = chain.Decide({.uid = "a"});
  Record(line, "a");
  witness.Sort();
  Compare(line);
  Compare(line);
  Compare(chain.Decide({.uid = "a"}));
  const auto result = witness.Finish();
  EXPECT_EQ(result.matched, 1U);
  EXPECT_EQ(result.copied_uids, std::vector<std::string>{"a"});
}

TEST_F(WitnessTest, DoubtsALineOfVersion1ThatStandsAmongItsEvents) {
  Record(chain.Decide({.uid = "a"}), "a", "2026-11-25T08:00:00.000Z");
  Record(chain.Decide({.uid = "b"}), "b", "2026-11-25T10:00:00.000Z");
  witness.Sort();
  Compare(R"({"version":1,"type":"decision","time":"2026-11-25T09:00:00.000Z","verdict":"allowed","user":"eve",)"
          R"("guarded":true,"changed":true,"uid":"c","client":"kube-apiserver","sequence":0,"previous":""})");
  EXPECT_EQ(witness.Finish().unwitnessed_uids, std::vector<std::string>{"c"});
}

}  // namespace
}  // namespace trail_reader
