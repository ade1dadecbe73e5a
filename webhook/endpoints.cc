#include "webhook/endpoints.h"

#include <exception>

namespace webhook {
namespace {

HttpResponse Plain(int status, const std::string& text) { return {status, "text/plain", text + "\n"}; }

}  // namespace

HttpResponse Reviews::Handle(const HttpRequest& request) {
  if (request.path != "/validate") {
    return Plain(404, "not found: POST /validate is served here");
  }
  if (request.method != "POST") {
    return Plain(405, "POST an AdmissionReview");
  }
  if (request.content_type.substr(0, request.content_type.find(';')) != "application/json") {
    return Plain(415, "the content type has to be application/json");
  }
  const auto begin = clock_.Monotonic();
  const auto review = Decode(request.body, profile_.key);
  if (!review) {
    return Plain(400, review.error().message);
  }
  Decision decision;
  try {
    decision = Decide(*review, profile_, *memory_.Current());
  } catch (const std::exception&) {  // Out of memory, say: this review is answered, the others go on.
    decision = Decision{};
    decision.verdict = "error";
    decision.answer = {review->uid, false, 500, "token-webhook could not judge this request; try again", {}};
  }
  const auto duration = clock_.Monotonic() - begin;
  metrics_.Decided(review->operation, decision, duration);
  audit_.Write(AuditLine(*review, decision, request.peer, clock_.Now(),
                         std::chrono::duration_cast<std::chrono::microseconds>(duration)));
  return {200, "application/json", Encode(decision.answer)};
}

HttpResponse Probes::Handle(const HttpRequest& request) {
  if (request.method != "GET") {
    return Plain(405, "GET /healthz, /readyz or /metrics");
  }
  if (request.path == "/healthz") {
    return Plain(200, "ok");
  }
  if (request.path == "/readyz") {
    return Ready();
  }
  if (request.path == "/metrics") {
    return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_.Text()};
  }
  return Plain(404, "not found: /healthz, /readyz and /metrics are served here");
}

HttpResponse Probes::Ready() {
  const Server* server = server_;
  if (server == nullptr) {
    return Plain(503, "starting");
  }
  if (server->Draining()) {
    return Plain(503, "draining");
  }
  const auto validity = certificates_.CurrentValidity();
  const auto now = clock_.Now();
  if (now < validity.begin) {
    return Plain(503, "the serving certificate is not valid yet");
  }
  if (now >= validity.end) {
    return Plain(503, "the serving certificate has expired");
  }
  return Plain(200, "ok");
}

}  // namespace webhook
