// What is served: /validate and /mutate over HTTPS; /healthz, /readyz and /metrics in the clear.
#pragma once

#include <atomic>

#include "admission/decision.h"
#include "audit/writer.h"
#include "http_server/http.h"
#include "http_server/server.h"
#include "mounted/path_keys.h"
#include "mounted/retired_tokens.h"
#include "ports/clock.h"
#include "tls/certificate_store.h"
#include "token/profile.h"
#include "webhook/metrics.h"

namespace webhook {

struct ReviewSettings {
  const mounted::PathKeyStore* path_keys = nullptr;  // Where there is one, both paths end with "/KEY". Borrowed.
  bool drop_last_applied = false;                    // Of /mutate.
};

// POST /validate: a review in, its audit line and its answer out. POST /mutate: a review in, a patch out. All borrowed.
class Reviews final : public http_server::HttpHandler {
 public:
  Reviews(const token::Profile& profile, ReviewSettings settings, mounted::RetiredTokenStore& retired_tokens,
          audit::AuditLog& audit, Metrics& metrics, ports::Clock& clock)
      : profile_(profile),
        settings_(settings),
        retired_tokens_(retired_tokens),
        audit_(audit),
        metrics_(metrics),
        clock_(clock) {}

  std::optional<http_server::HttpResponse> RejectEarly(const http_server::HttpRequest& request) override;
  http_server::HttpResponse Handle(const http_server::HttpRequest& request) override;
  void OnResponsesSent() override { audit_.Wake(); }

 private:
  [[nodiscard]] bool Serves(std::string_view base, std::string_view path) const;
  admission::Answer Validate(const admission::Review& review, const http_server::HttpRequest& request,
                             ports::Clock::MonotonicTime begin);
  admission::Answer Mutate(const admission::Review& review);

  const token::Profile& profile_;
  const ReviewSettings settings_;
  mounted::RetiredTokenStore& retired_tokens_;
  audit::AuditLog& audit_;
  Metrics& metrics_;
  ports::Clock& clock_;
};

// /healthz: the process answers. /readyz: 200 if the certificate is loaded and within its time, the listener is up and
// no stop was requested, else 503 and which of them. All borrowed.
class Probes final : public http_server::HttpHandler {
 public:
  Probes(tls::CertificateStore& certificates, const Metrics& metrics, ports::Clock& clock)
      : certificates_(certificates), metrics_(metrics), clock_(clock) {}

  // Once it listens.
  void Watch(const http_server::Server& server) { server_ = &server; }

  std::optional<http_server::HttpResponse> RejectEarly(const http_server::HttpRequest& request) override;
  http_server::HttpResponse Handle(const http_server::HttpRequest& request) override;

 private:
  http_server::HttpResponse Ready();

  tls::CertificateStore& certificates_;
  const Metrics& metrics_;
  ports::Clock& clock_;
  std::atomic<const http_server::Server*> server_{nullptr};
};

}  // namespace webhook
