#include "webhook/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>

namespace webhook {
namespace {

struct Row {
  const char* name;
  const char* help;
};

constexpr Row kBuild{"token_webhook_build_info", "Always 1; the label names the version."};
constexpr Row kDecisions{"token_webhook_decisions_total", "Decisions of /validate."};
constexpr Row kMutations{"token_webhook_mutations_total", "Answers of /mutate."};
constexpr Row kChanges{"token_webhook_token_changes_total",
                       "Allowed changes and deletions of the token, without dry runs."};
constexpr Row kFindings{"token_webhook_findings_total", "Findings of all decisions, allowed ones included."};
constexpr Row kDecisionSeconds{"token_webhook_decision_duration_seconds",
                               "Time from the complete request to the decision, decoding included."};
constexpr Row kRequestSeconds{
    "token_webhook_request_duration_seconds",
    "Time from the first byte of a request on the HTTPS port to the last byte of its response."};
constexpr Row kRequests{"token_webhook_requests_total", "Responses on the HTTPS port."};
constexpr Row kConnections{"token_webhook_connections", "Open connections."};
constexpr Row kConnectionsOpened{"token_webhook_connections_opened_total", "Connections accepted."};
constexpr Row kConnectionsRefused{"token_webhook_connections_refused_total",
                                  "Connections closed at the connection limit."};
constexpr Row kHandshakeFailures{"token_webhook_handshake_failures_total", "Failed TLS handshakes."};
constexpr Row kReloads{"token_webhook_reloads_total", "Reloads of changed files."};
constexpr Row kUnusable{"token_webhook_file_unusable",
                        "1 while a mounted file is unusable and its last good version stays in force."};
constexpr Row kCertificateExpiry{"token_webhook_certificate_expiry_timestamp_seconds",
                                 "Expiry of the serving certificate in force."};
constexpr Row kRotated{"token_webhook_token_rotated_timestamp_seconds",
                       "rotatedAt of the retired list; 0 before the first rotation."};
constexpr Row kAuditLost{"token_webhook_audit_lines_lost_total",
                         "Audit lines lost because standard output was blocked or broken."};

// Indexed by the enumerators.
constexpr std::array kVerdictNames{"allowed", "denied", "error"};
constexpr std::array kPortNames{"https", "ops"};
constexpr std::array kCauseNames{
    "timeout",           "closed",      "not-tls", "nothing-in-common", "client-certificate",
    "refused-by-client", "crowded-out", "other"};
constexpr std::array kReloadNames{"certificate", "retired", "path-key"};
constexpr std::array kOutcomeNames{"stamped", "restored", "dropped", "none", "error"};
constexpr std::array kChangerNames{"rotator", "other"};
// The last name stands for every other value.
constexpr std::array kOperationNames{"CREATE", "UPDATE", "DELETE", "other"};
constexpr std::array kStatusNames{"200", "400", "404", "405", "411", "413", "415", "431", "500", "503", "other"};

// Seconds: a decision takes 10 to 100 microseconds, kube-apiserver waits for 5 seconds.
const prometheus::Histogram::BucketBoundaries& Buckets() {
  static const prometheus::Histogram::BucketBoundaries buckets{5e-6,   1e-5, 2e-5, 3e-5, 5e-5, 7.5e-5, 1e-4,
                                                               1.5e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3,   5e-3,
                                                               1e-2,   5e-2, 0.1,  0.5,  1,    5};
  return buckets;
}

// The position of a name, or of the last name if the text is none of them.
template <std::size_t N>
std::size_t IndexOf(const std::array<const char*, N>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end() - 1, text);
  return static_cast<std::size_t>(found - names.begin());
}

double Seconds(std::chrono::nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

double Seconds(ports::Clock::WallTime time) { return std::chrono::duration<double>(time.time_since_epoch()).count(); }

// Registers a family with one label: one series for each value.
template <typename Builder, typename Series, std::size_t N>
void Fill(Builder builder, prometheus::Registry& registry, const Row& row, const char* label,
          const std::array<const char*, N>& values, std::array<Series*, N>& series) {
  auto& family = builder.Name(row.name).Help(row.help).Register(registry);
  std::transform(values.begin(), values.end(), series.begin(), [&](const char* value) {
    return &family.Add({{label, value}});
  });
}

template <typename Builder>
auto& One(Builder builder, prometheus::Registry& registry, const Row& row) {
  return builder.Name(row.name).Help(row.help).Register(registry);
}

}  // namespace

Metrics::Metrics(std::string_view version, const std::vector<std::string_view>& rules)
    : registry_(std::make_unique<prometheus::Registry>()) {
  using prometheus::BuildCounter;
  using prometheus::BuildGauge;
  using prometheus::BuildHistogram;
  auto& all = *registry_;
  One(BuildGauge(), all, kBuild).Add({{"version", std::string(version)}}).Set(1);
  auto& decisions = One(BuildCounter(), all, kDecisions);
  for (std::size_t i = 0; i < kOperations; ++i) {
    for (std::size_t j = 0; j < kVerdicts; ++j) {
      decisions_[i][j] = &decisions.Add({{"operation", kOperationNames[i]}, {"verdict", kVerdictNames[j]}});
    }
  }
  Fill(BuildCounter(), all, kMutations, "outcome", kOutcomeNames, mutations_);
  Fill(BuildCounter(), all, kChanges, "by", kChangerNames, changes_);
  auto& findings = One(BuildCounter(), all, kFindings);
  findings_.reserve(rules.size());
  for (const auto rule : rules) {
    findings_.emplace_back(rule, &findings.Add({{"rule", std::string(rule)}}));
  }
  decision_seconds_ = &One(BuildHistogram(), all, kDecisionSeconds).Add({}, Buckets());
  request_seconds_ = &One(BuildHistogram(), all, kRequestSeconds).Add({}, Buckets());
  Fill(BuildCounter(), all, kRequests, "code", kStatusNames, requests_);
  Fill(BuildGauge(), all, kConnections, "port", kPortNames, connections_);
  Fill(BuildCounter(), all, kConnectionsOpened, "port", kPortNames, connections_opened_);
  Fill(BuildCounter(), all, kConnectionsRefused, "port", kPortNames, connections_refused_);
  Fill(BuildCounter(), all, kHandshakeFailures, "cause", kCauseNames, handshake_failures_);
  auto& reloads = One(BuildCounter(), all, kReloads);
  for (std::size_t i = 0; i < kReloadNames.size(); ++i) {
    reloads_[i] = {&reloads.Add({{"what", kReloadNames[i]}, {"result", "failed"}}),
                   &reloads.Add({{"what", kReloadNames[i]}, {"result", "ok"}})};
  }
  Fill(BuildGauge(), all, kUnusable, "what", kReloadNames, unusable_);
  certificate_expiry_ = &One(BuildGauge(), all, kCertificateExpiry).Add({});
  rotated_ = &One(BuildGauge(), all, kRotated).Add({});
  audit_lost_ = &One(BuildCounter(), all, kAuditLost).Add({});
}

Metrics::~Metrics() = default;

void Metrics::OnDecision(const admission::DecisionEvent& event) {
  decisions_[IndexOf(kOperationNames, event.review.operation)][static_cast<std::size_t>(event.decision.verdict)]
      ->Increment();
  const bool stored = event.decision.verdict == admission::Verdict::kAllowed && !event.review.dry_run;
  if (event.decision.guarded && event.decision.changed && stored) {
    changes_[event.review.user == event.profile.rotator ? 0 : 1]->Increment();
  }
  for (const auto& finding : event.decision.findings) {
    for (const auto& [rule, counter] : findings_) {
      if (rule == finding.id) {
        counter->Increment();
      }
    }
  }
  decision_seconds_->Observe(Seconds(event.duration));
}

void Metrics::OnMutation(const admission::Mutation& mutation) {
  mutations_[static_cast<std::size_t>(mutation.outcome)]->Increment();
}

void Metrics::Responded(int status, std::chrono::nanoseconds duration) {
  requests_[IndexOf(kStatusNames, std::to_string(status))]->Increment();
  request_seconds_->Observe(Seconds(duration));
}

void Metrics::ConnectionOpened(http_server::Port port) {
  connections_opened_[static_cast<std::size_t>(port)]->Increment();
  connections_[static_cast<std::size_t>(port)]->Increment();
}

void Metrics::ConnectionClosed(http_server::Port port) { connections_[static_cast<std::size_t>(port)]->Decrement(); }

void Metrics::ConnectionRefused(http_server::Port port) {
  connections_refused_[static_cast<std::size_t>(port)]->Increment();
}

void Metrics::HandshakeFailed(http_server::HandshakeFailure cause) {
  handshake_failures_[static_cast<std::size_t>(cause)]->Increment();
}

void Metrics::Reloaded(Reload what, bool good) {
  reloads_[static_cast<std::size_t>(what)][good ? 1 : 0]->Increment();
  unusable_[static_cast<std::size_t>(what)]->Set(good ? 0 : 1);
}

void Metrics::CertificateExpires(ports::Clock::WallTime at) { certificate_expiry_->Set(Seconds(at)); }

void Metrics::TokenRotated(ports::Clock::WallTime at) { rotated_->Set(Seconds(at)); }

void Metrics::OnLinesLost(std::uint64_t count) { audit_lost_->Increment(static_cast<double>(count)); }

std::string Metrics::Text() const { return prometheus::TextSerializer().Serialize(registry_->Collect()); }

}  // namespace webhook
