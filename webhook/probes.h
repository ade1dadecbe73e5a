// The endpoints of the plain HTTP port: GET /healthz, /readyz and /metrics.
#pragma once

#include <atomic>
#include <optional>

#include "http_server/http.h"
#include "http_server/server.h"
#include "ports/clock.h"
#include "tls/certificate_store.h"
#include "webhook/metrics.h"

namespace webhook {

// /healthz: 200 while the process answers. /readyz: 200 if the server accepts reviews: it has started, is not draining,
// and its certificate is valid now; else 503 and the reason. Any number of threads.
class Probes final : public http_server::HttpHandler {
 public:
  // All borrowed.
  Probes(tls::CertificateStore& certificates, const Metrics& metrics, ports::Clock& clock)
      : certificates_(certificates), metrics_(metrics), clock_(clock) {}

  // The server has started. It is borrowed.
  void Watch(const http_server::Server& server) { server_ = &server; }

  std::optional<http_server::HttpResponse> RejectEarly(const http_server::HttpRequest& request) override;
  http_server::HttpResponse Handle(const http_server::HttpRequest& request) override;

 private:
  http_server::HttpResponse Readiness();

  tls::CertificateStore& certificates_;
  const Metrics& metrics_;
  ports::Clock& clock_;
  std::atomic<const http_server::Server*> server_{nullptr};
};

}  // namespace webhook
