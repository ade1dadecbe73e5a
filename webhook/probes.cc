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
  const auto reason = request.path == kReady ? WhyNotReady() : "";
  return reason.empty() ? Plain(200, "ok") : Plain(503, std::string(reason));
}

std::string_view Probes::WhyNotReady() const {
  const http_server::Server* server = server_;
  if (server == nullptr) {
    return "starting";
  }
  if (server->Draining()) {
    return "draining";
  }
  const auto certificate = certificates_.Current();
  const auto now = clock_.Now();
  if (now < certificate->not_before) {
    return "the serving certificate is not valid yet";
  }
  return now < certificate->not_after ? "" : "the serving certificate has expired";
}

void Probes::LogReadiness() {
  const auto reason = WhyNotReady();
  if (logged_ == reason) {
    return;
  }
  logged_ = reason;
  if (reason.empty()) {
    log_.Info("ready");
  } else {
    log_.Error("not ready", {{"reason", reason}});
  }
}

}  // namespace webhook
