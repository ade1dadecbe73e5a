#include "audit/record.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "json/read.h"

namespace audit {
namespace {

constexpr std::string_view kInstance = "pod-1/0123456789abcdef";

std::string RecordOf(const admission::Review& review, const admission::Decision& decision) {
  const auto profile = token::KeptnProfile();
  return DecisionRecord({review, decision, {"10.0.0.1:40312", ""}, profile, {}, std::chrono::nanoseconds(5999)},
                        kInstance);
}

TEST(DecisionRecord, HasTheDocumentedFields) {
  admission::Review review;
  review.uid = "u";
  review.operation = "UPDATE";
  review.secret_namespace = "keptn";
  review.name = "keptn-api-token";
  review.user = "jane";
  review.groups = {"a", "b"};
  review.extra = {{"pod", "p"}};
  review.field_manager = "kubectl-edit";
  admission::Decision decision;
  decision.verdict = admission::Verdict::kDenied;
  decision.reason = "empty: the token is empty";
  decision.changed = true;
  decision.findings = {{"empty", token::Severity::kDeny, "", "", "", ""},
                       {"immutable", token::Severity::kWarn, "", "", "", ""}};
  decision.fingerprint_after = "hmac-sha256:00";
  decision.rotation = "0123456789ab";
  EXPECT_EQ(RecordOf(review, decision),
            R"({"version":2,"type":"decision","time":"1970-01-01T00:00:00.000Z","verdict":"denied",)"
            R"("operation":"UPDATE","name":"keptn-api-token","user":"jane","reason":"empty: the token is empty",)"
            R"("namespace":"keptn","profile":"keptn",)"
            R"("findings":[{"id":"empty","severity":"deny"},{"id":"immutable","severity":"warn"}],)"
            R"("guarded":true,"changed":true,"dryRun":false,)"
            R"("fingerprintBefore":null,"fingerprintAfter":"hmac-sha256:00","rotation":"0123456789ab",)"
            R"("fieldManager":"kubectl-edit","groups":["a","b"],"extra":{"pod":"p"},"uid":"u",)"
            R"("peer":"10.0.0.1:40312","client":null,"callerKnown":false,"durationMicroseconds":5,)"
            R"("instance":"pod-1/0123456789abcdef")");
}

TEST(DecisionRecord, NamesNoProfileForWhatIsNotGuarded) {
  admission::Decision decision;
  decision.guarded = false;
  const std::string record = RecordOf({}, decision);
  EXPECT_NE(record.find(R"("profile":null,"findings":[],"guarded":false)"), std::string::npos) << record;
  EXPECT_NE(record.find(R"("reason":null)"), std::string::npos) << record;
}

TEST(DecisionRecord, StaysWithinItsLimitWhateverTheClientChooses) {
  admission::Review review;
  review.uid = review.user = review.field_manager = review.name = std::string(100000, '"');
  review.groups.assign(100, std::string(10000, 'g'));
  review.extra.assign(100, {std::string(10000, 'k'), std::string(10000, 'v')});
  admission::Decision decision;
  decision.reason = std::string(100000, '"');
  decision.rotation = review.secret_namespace = review.operation = decision.reason;
  decision.findings.assign(30, {"certificate-armor", token::Severity::kDeny, "", "", "", ""});
  const std::string record = RecordOf(review, decision);
  EXPECT_LE(record.size(), kMaxRecord);
  EXPECT_NE(record.find("…"), std::string::npos);
}

// Every field that a client chooses, with every ASCII byte, C1 and marks of direction.
TEST(DecisionRecord, EscapesWhatCouldActOnATerminalAndParsesBackUnchanged) {
  std::string hostile;
  for (int byte = 0; byte < 0x80; ++byte) {
    hostile.push_back(static_cast<char>(byte));
  }
  hostile += "\xC2\x80\xC2\x9B\xC2\x9F\xE2\x80\x8E\xE2\x80\x8F\xE2\x80\xAA\xE2\x80\xAE\xE2\x81\xA6\xE2\x81\xA9";
  admission::Review review;
  review.uid = review.operation = review.secret_namespace = review.name = review.user = hostile;
  review.field_manager = hostile;
  review.groups = {hostile};
  review.extra = {{hostile, hostile}};
  admission::Decision decision;
  decision.reason = hostile;
  decision.rotation = hostile;
  const auto profile = token::KeptnProfile();
  const std::string record =
      DecisionRecord({review, decision, {hostile, hostile}, profile, {}, std::chrono::nanoseconds(0)}, kInstance) + "}";
  EXPECT_TRUE(std::all_of(record.begin(), record.end(), [](char c) { return c >= ' ' && c <= '~'; }));
  const auto parsed = json::Object::Parse(record);
  ASSERT_TRUE(parsed.has_value());
  const auto& root = parsed->Root();
  for (const auto* field :
       {"uid", "operation", "namespace", "name", "user", "reason", "rotation", "fieldManager", "peer", "client"}) {
    EXPECT_EQ(json::Text(&root, {field}), hostile) << field;
  }
  const auto text = [](const json::Value& value) { return std::string(value.GetString(), value.GetStringLength()); };
  EXPECT_EQ(text(root["groups"][0]), hostile);
  EXPECT_EQ(text(root["extra"].MemberBegin()->name), hostile);
  EXPECT_EQ(text(root["extra"].MemberBegin()->value), hostile);
}

TEST(SummaryRecord, ListsTheFirstAddressesAndUsers) {
  Summary summary;
  for (int i = 0; i < 20; ++i) {
    summary.Add({}, "10.0.0." + std::to_string(i % 10), i < 2 ? "" : i < 4 ? "jane" : "\x1b[2J");
  }
  EXPECT_EQ(SummaryRecord(summary, {}, kInstance),
            R"({"version":2,"type":"summary","time":"1970-01-01T00:00:00.000Z","since":"1970-01-01T00:00:00.000Z",)"
            R"("decisions":20,"allowed":20,"denied":0,"errors":0,"addresses":["10.0.0.0","10.0.0.1","10.0.0.2",)"
            R"("10.0.0.3","10.0.0.4","10.0.0.5","10.0.0.6","10.0.0.7","…"],)"
            R"("users":["jane","\u001B[2J"],)"
            R"("instance":"pod-1/0123456789abcdef")");
}

TEST(LostRecord, SaysHowManyAreLost) {
  EXPECT_EQ(LostRecord(7, {}, kInstance), R"({"version":2,"type":"lost","time":"1970-01-01T00:00:00.000Z","lost":7,)"
                                          R"("instance":"pod-1/0123456789abcdef")");
}

TEST(ClosingRecord, SaysWhen) {
  EXPECT_EQ(ClosingRecord({}, kInstance), R"({"version":2,"type":"closing","time":"1970-01-01T00:00:00.000Z",)"
                                          R"("instance":"pod-1/0123456789abcdef")");
}

TEST(OpeningRecord, SaysWhatTheProcessJudgesWith) {
  auto profile = token::KeptnProfile();
  const auto record = OpeningRecord({"token-webhook 1.2", profile, {"path-key"}}, {}, kInstance);
  EXPECT_EQ(record.find(R"({"version":2,"type":"opening","time":"1970-01-01T00:00:00.000Z",)"
                        R"("program":"token-webhook 1.2","profiles":[{"name":"keptn","namespace":"keptn",)"
                        R"("secret":"keptn-api-token","key":"keptn-api-token","mode":"enforce","digest":")"),
            0U);
  EXPECT_NE(record.find(R"("}],"callersKnownBy":["path-key"],"instance":"pod-1/0123456789abcdef")"), std::string::npos);
  profile.min_length = 17;
  EXPECT_NE(OpeningRecord({"token-webhook 1.2", profile, {"path-key"}}, {}, kInstance), record);
}

}  // namespace
}  // namespace audit
