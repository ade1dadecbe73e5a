#include "audit/record.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "json/read.h"

namespace audit {
namespace {

std::string RecordOf(const admission::Review& review, const admission::Decision& decision) {
  return DecisionRecord({review, decision, {"10.0.0.1:40312", ""}, {}, std::chrono::nanoseconds(5999)});
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
  decision.changed = true;
  decision.findings = {{"empty", token::Severity::kDeny, "", "", "", ""},
                       {"immutable", token::Severity::kWarn, "", "", "", ""}};
  decision.fingerprint_after = "hmac-sha256:00";
  EXPECT_EQ(RecordOf(review, decision),
            R"({"version":1,"type":"decision","time":"1970-01-01T00:00:00.000Z","uid":"u","operation":"UPDATE",)"
            R"("namespace":"keptn","name":"keptn-api-token","user":"jane","groups":["a","b"],"extra":{"pod":"p"},)"
            R"("fieldManager":"kubectl-edit","dryRun":false,"guarded":true,"changed":true,"verdict":"denied",)"
            R"("findings":[{"id":"empty","severity":"deny"},{"id":"immutable","severity":"warn"}],)"
            R"("fingerprintBefore":null,"fingerprintAfter":"hmac-sha256:00","peer":"10.0.0.1:40312",)"
            R"("client":"unauthenticated","durationMicroseconds":5)");
}

TEST(DecisionRecord, StaysWithinItsLimitWhateverTheClientChooses) {
  admission::Review review;
  review.uid = review.user = review.field_manager = review.name = std::string(100000, '"');
  review.groups.assign(100, std::string(10000, 'g'));
  review.extra.assign(100, {std::string(10000, 'k'), std::string(10000, 'v')});
  const std::string record = RecordOf(review, {});
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
  const std::string record = DecisionRecord({review, {}, {hostile, hostile}, {}, std::chrono::nanoseconds(0)}) + "}";
  EXPECT_TRUE(std::all_of(record.begin(), record.end(), [](char c) { return c >= ' ' && c <= '~'; }));
  const auto parsed = json::Object::Parse(record);
  ASSERT_TRUE(parsed.has_value());
  const auto& root = parsed->Root();
  for (const auto* field : {"uid", "operation", "namespace", "name", "user", "fieldManager", "peer", "client"}) {
    EXPECT_EQ(json::Text(&root, {field}), hostile) << field;
  }
  const auto text = [](const json::Value& value) { return std::string(value.GetString(), value.GetStringLength()); };
  EXPECT_EQ(text(root["groups"][0]), hostile);
  EXPECT_EQ(text(root["extra"].MemberBegin()->name), hostile);
  EXPECT_EQ(text(root["extra"].MemberBegin()->value), hostile);
}

TEST(SummaryRecord, ListsTheFirstAddresses) {
  Summary summary;
  for (int i = 0; i < 20; ++i) {
    summary.Add({}, "10.0.0." + std::to_string(i % 10));
  }
  EXPECT_EQ(SummaryRecord(summary, {}),
            R"({"version":1,"type":"summary","time":"1970-01-01T00:00:00.000Z","since":"1970-01-01T00:00:00.000Z",)"
            R"("decisions":20,"allowed":20,"denied":0,"errors":0,"addresses":["10.0.0.0","10.0.0.1","10.0.0.2",)"
            R"("10.0.0.3","10.0.0.4","10.0.0.5","10.0.0.6","10.0.0.7","…"])");
}

TEST(LostRecord, SaysHowManyAreLost) {
  EXPECT_EQ(LostRecord(7, {}), R"({"version":1,"type":"lost","time":"1970-01-01T00:00:00.000Z","lost":7)");
}

TEST(ClosingRecord, SaysWhen) {
  EXPECT_EQ(ClosingRecord({}), R"({"version":1,"type":"closing","time":"1970-01-01T00:00:00.000Z")");
}

}  // namespace
}  // namespace audit
