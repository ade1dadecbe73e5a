// What the webhook counts of itself, for Prometheus: docs/metrics.md lists every name.
//
// All series are there from the start, with fixed label sets: nothing that a client chooses becomes a label. Counting
// takes no allocation and no lookup by name, and never fails. Any number of threads.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "admission/decision.h"
#include "admission/mutation.h"
#include "audit/writer.h"
#include "http_server/observer.h"
#include "ports/clock.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
}  // namespace prometheus

namespace webhook {

enum class Reload { kCertificate, kRetired, kPathKey };

class Metrics final : public audit::Observer, public http_server::Observer {
 public:
  // `rules` are the policy's rule ids, as they stand in findings.
  Metrics(std::string_view version, const std::vector<std::string_view>& rules);
  ~Metrics() override;
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void Decided(std::string_view operation, const admission::Decision& decision, std::chrono::nanoseconds duration);

  void Mutated(const admission::Mutation& mutation);

  void ConnectionOpened(http_server::Port port) override;
  void ConnectionClosed(http_server::Port port) override;
  void ConnectionRefused(http_server::Port port) override;
  void HandshakeFailed(http_server::HandshakeFailure cause) override;
  void Responded(int status, std::chrono::nanoseconds duration) override;

  void Reloaded(Reload what, bool good);
  void CertificateExpires(ports::Clock::WallTime at);
  void TokenRotated(ports::Clock::WallTime at);
  void LinesLost(std::uint64_t count) override;

  // The exposition format, version 0.0.4.
  [[nodiscard]] std::string Text() const;

 private:
  static constexpr std::size_t kPorts = 2;
  static constexpr std::size_t kCauses = 8;
  static constexpr std::size_t kReloadKinds = 3;
  static constexpr std::size_t kOperations = 4;
  static constexpr std::size_t kVerdicts = 3;
  static constexpr std::size_t kOutcomes = 5;
  static constexpr std::size_t kStatuses = 11;

  const std::unique_ptr<prometheus::Registry> registry_;  // Owns all that the pointers below name.
  std::array<std::array<prometheus::Counter*, kVerdicts>, kOperations> decisions_{};
  std::array<prometheus::Counter*, kOutcomes> mutations_{};
  std::vector<std::pair<std::string_view, prometheus::Counter*>> findings_;
  prometheus::Histogram* decision_seconds_ = nullptr;
  prometheus::Histogram* request_seconds_ = nullptr;
  std::array<prometheus::Counter*, kStatuses> requests_{};
  std::array<prometheus::Gauge*, kPorts> connections_{};
  std::array<prometheus::Counter*, kPorts> connections_opened_{};
  std::array<prometheus::Counter*, kPorts> connections_refused_{};
  std::array<prometheus::Counter*, kCauses> handshake_failures_{};
  std::array<std::array<prometheus::Counter*, 2>, kReloadKinds> reloads_{};
  std::array<prometheus::Gauge*, kReloadKinds> unusable_{};
  prometheus::Gauge* certificate_expiry_ = nullptr;
  prometheus::Gauge* rotated_ = nullptr;
  prometheus::Counter* audit_lost_ = nullptr;
};

}  // namespace webhook
