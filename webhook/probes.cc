#include "webhook/probes.h"

#include <string>

namespace webhook {
namespace {

constexpr std::string_view kHealth = "/healthz";
constexpr std::string_view kReady = "/readyz";
constexpr std::string_view kMetrics = "/metrics";

http_server::HttpResponse Plain(int status, const std::string& text) { return {status, "text/plain", text + "\n"}; }

}  // namespace

std::optional<http_server::HttpResponse> Probes::RejectEarly(const http_server::HttpRequest& request) {
  if (request.path != kHealth && request.path != kReady && request.path != kMetrics) {
    return Plain(404, "not found: /healthz, /readyz and /metrics are served here");
  }
  if (request.method != "GET") {
    return Plain(405, "GET /healthz, /readyz or /metrics");
  }
  return request.body_size > 0 ? std::optional(Plain(413, "a probe has no body")) : std::nullopt;
}

http_server::HttpResponse Probes::Handle(const http_server::HttpRequest& request) {
  if (request.path == kMetrics) {
    return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_.Text()};
  }
  return request.path == kReady ? Readiness() : Plain(200, "ok");
}

http_server::HttpResponse Probes::Readiness() {
  const http_server::Server* server = server_;
  if (server == nullptr) {
    return Plain(503, "starting");
  }
  if (server->Draining()) {
    return Plain(503, "draining");
  }
  const auto certificate = certificates_.Current();
  const auto now = clock_.Now();
  if (now < certificate->not_before) {
    return Plain(503, "the serving certificate is not valid yet");
  }
  if (now >= certificate->not_after) {
    return Plain(503, "the serving certificate has expired");
  }
  return Plain(200, "ok");
}

}  // namespace webhook
