// The webhook's metrics in Prometheus' text format. docs/metrics.md lists every name.
//
// All series exist from the start. Labels have fixed sets of values: nothing that a client chooses becomes a label.
// Counting does not allocate, looks up nothing by name and never fails. Any number of threads.
//
// The modules below do not know this class. Each defines the observer interface that it calls.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "admission/observer.h"
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

class Metrics final : public admission::Observer, public audit::LossObserver, public http_server::Observer {
 public:
  // `rules` are the ids of the policy's rules.
  Metrics(std::string_view version, const std::vector<std::string_view>& rules);
  ~Metrics() override;
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void OnDecision(const admission::DecisionEvent& event) override;
  void OnMutation(const admission::Mutation& mutation) override;

  void ConnectionOpened(http_server::Port port) override;
  void ConnectionClosed(http_server::Port port) override;
  void ConnectionRefused(http_server::Port port) override;
  void HandshakeFailed(http_server::HandshakeFailure cause) override;
  void Responded(int status, std::chrono::nanoseconds duration) override;

  void OnLinesLost(std::uint64_t count) override;

  // A changed file was loaded, or cannot be used.
  void Reloaded(Reload what, bool good);
  // When the serving certificate in force expires.
  void CertificateExpires(ports::Clock::WallTime at);
  // `rotatedAt` of the retired list; zero before the first rotation.
  void TokenRotated(ports::Clock::WallTime at);

  // The exposition format, version 0.0.4.
  [[nodiscard]] std::string Text() const;

 private:
  static constexpr std::size_t kPorts = 2;
  static constexpr std::size_t kCauses = 8;
  static constexpr std::size_t kReloadKinds = 3;
  static constexpr std::size_t kOperations = 4;
  static constexpr std::size_t kVerdicts = 3;
  static constexpr std::size_t kOutcomes = 5;
  static constexpr std::size_t kChangers = 2;
  static constexpr std::size_t kStatuses = 11;

  const std::unique_ptr<prometheus::Registry> registry_;  // Owns what the pointers below point to.
  std::array<std::array<prometheus::Counter*, kVerdicts>, kOperations> decisions_{};
  std::array<prometheus::Counter*, kOutcomes> mutations_{};
  std::array<prometheus::Counter*, kChangers> changes_{};
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
