#include "webhook/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace webhook {
namespace {

using testing::HasSubstr;
using testing::Not;

class MetricsTest : public testing::Test {
 protected:
  void ExpectSeries(const std::string& line) const { EXPECT_THAT(metrics_.Text(), HasSubstr("\n" + line + "\n")); }
  const token::Profile profile_ = token::KeptnProfile();
  Metrics metrics_{"1.2.3", {"too-short", "copied"}};
};

TEST_F(MetricsTest, HoldEverySeriesFromTheStart) {
  ExpectSeries(R"(token_webhook_build_info{version="1.2.3"} 1)");
  ExpectSeries(R"(token_webhook_findings_total{rule="copied"} 0)");
  ExpectSeries(R"(token_webhook_decisions_total{operation="DELETE",verdict="error"} 0)");
  ExpectSeries("token_webhook_audit_lines_lost_total 0");
}

TEST_F(MetricsTest, CountADecisionWithItsFindingsAndItsTime) {
  admission::Review review;
  review.operation = "UPDATE";
  admission::Decision decision;
  decision.verdict = admission::Verdict::kDenied;
  decision.findings.push_back({"copied", token::Severity::kDeny, "", "", "", ""});
  metrics_.OnDecision({review, decision, {}, profile_, {}, std::chrono::microseconds(15)});
  review.operation = "CONNECT";
  metrics_.OnDecision({review, decision, {}, profile_, {}, std::chrono::seconds(9)});
  ExpectSeries(R"(token_webhook_decisions_total{operation="UPDATE",verdict="denied"} 1)");
  ExpectSeries(R"(token_webhook_decisions_total{operation="other",verdict="denied"} 1)");
  ExpectSeries(R"(token_webhook_findings_total{rule="copied"} 2)");
  ExpectSeries(R"(token_webhook_findings_total{rule="too-short"} 0)");
  ExpectSeries("token_webhook_decision_duration_seconds_count 2");
}

TEST_F(MetricsTest, CountChangesOfTheTokenByRotatorAndOthers) {
  admission::Review review;
  admission::Decision decision;
  const auto decide = [&] { metrics_.OnDecision({review, decision, {}, profile_, {}, {}}); };
  decide();  // Another field of the Secret.
  decision.changed = true;
  decide();
  review.user = profile_.rotator;
  decide();
  decide();
  review.dry_run = true;
  decide();
  review.dry_run = false;
  decision.verdict = admission::Verdict::kDenied;
  decide();
  ExpectSeries(R"(token_webhook_token_changes_total{by="rotator"} 2)");
  ExpectSeries(R"(token_webhook_token_changes_total{by="other"} 1)");
}

TEST_F(MetricsTest, CountRequestsByStatusAndUnknownOnesAsOther) {
  metrics_.Responded(200, std::chrono::milliseconds(1));
  metrics_.Responded(418, std::chrono::milliseconds(1));
  ExpectSeries(R"(token_webhook_requests_total{code="200"} 1)");
  ExpectSeries(R"(token_webhook_requests_total{code="other"} 1)");
  EXPECT_THAT(metrics_.Text(), Not(HasSubstr("418")));
}

TEST_F(MetricsTest, FollowConnectionsOfEachPort) {
  metrics_.ConnectionOpened(http_server::Port::kOps);
  metrics_.ConnectionOpened(http_server::Port::kOps);
  metrics_.ConnectionClosed(http_server::Port::kOps);
  metrics_.ConnectionRefused(http_server::Port::kHttps);
  metrics_.HandshakeFailed(http_server::HandshakeFailure::kCrowdedOut);
  metrics_.HandshakeFailed(http_server::HandshakeFailure::kOther);
  ExpectSeries(R"(token_webhook_connections{port="ops"} 1)");
  ExpectSeries(R"(token_webhook_connections_opened_total{port="ops"} 2)");
  ExpectSeries(R"(token_webhook_connections_refused_total{port="https"} 1)");
  ExpectSeries(R"(token_webhook_handshake_failures_total{cause="crowded-out"} 1)");
  ExpectSeries(R"(token_webhook_handshake_failures_total{cause="other"} 1)");
}

TEST_F(MetricsTest, ShowWhatIsMountedAndLost) {
  metrics_.Reloaded(Reload::kPathKey, false);
  ExpectSeries(R"(token_webhook_file_unusable{what="path-key"} 1)");
  metrics_.Reloaded(Reload::kPathKey, true);
  ExpectSeries(R"(token_webhook_file_unusable{what="path-key"} 0)");
  ExpectSeries(R"(token_webhook_reloads_total{result="failed",what="path-key"} 1)");
  metrics_.TokenRotated(std::chrono::system_clock::from_time_t(1000));
  metrics_.CertificateExpires(std::chrono::system_clock::from_time_t(2000));
  metrics_.OnLinesLost(3);
  ExpectSeries("token_webhook_token_rotated_timestamp_seconds 1000");
  ExpectSeries("token_webhook_certificate_expiry_timestamp_seconds 2000");
  ExpectSeries("token_webhook_audit_lines_lost_total 3");
}

TEST_F(MetricsTest, CountMutationsByOutcome) {
  admission::Mutation mutation;
  mutation.outcome = admission::Mutation::Outcome::kStamped;
  metrics_.OnMutation(mutation);
  ExpectSeries(R"(token_webhook_mutations_total{outcome="stamped"} 1)");
}

}  // namespace
}  // namespace webhook
