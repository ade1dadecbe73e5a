// The endpoints of the plain HTTP port: GET /healthz, /readyz and /metrics.
#pragma once

#include <atomic>
#include <optional>
#include <string_view>

#include "http_server/http.h"
#include "http_server/server.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "tls/certificate_store.h"
#include "webhook/metrics.h"

namespace webhook {

// /healthz: 200 while the process answers. /readyz: 200 if the server accepts reviews: it has started, is not draining,
// and its certificate is valid now; else 503 and the reason. Any number of threads.
class Probes final : public http_server::HttpHandler {
 public:
  // All borrowed.
  Probes(const tls::CertificateStore& certificates, const Metrics& metrics, ports::Clock& clock, ports::Log& log)
      : certificates_(certificates), metrics_(metrics), clock_(clock), log_(log) {}

  // The server has started. It is borrowed.
  void Watch(const http_server::Server& server) { server_ = &server; }

  std::optional<http_server::HttpResponse> RejectEarly(const http_server::HttpRequest& request) override;
  http_server::HttpResponse Handle(const http_server::HttpRequest& request) override;

  // Logs "ready", or "not ready" with the reason, if that has changed since the last call. Call every second; one
  // thread.
  void LogReadiness();

 private:
  // Empty if the server accepts reviews. A static text.
  [[nodiscard]] std::string_view WhyNotReady() const;

  const tls::CertificateStore& certificates_;
  const Metrics& metrics_;
  ports::Clock& clock_;
  ports::Log& log_;
  std::optional<std::string_view> logged_;  // LogReadiness() alone.
  std::atomic<const http_server::Server*> server_{nullptr};
};

}  // namespace webhook
