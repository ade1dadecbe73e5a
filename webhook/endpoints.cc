#include "webhook/endpoints.h"

#include <exception>
#include <utility>

#include "webhook/mutation.h"

namespace webhook {
namespace {

HttpResponse Plain(int status, const std::string& text) { return {status, "text/plain", text + "\n"}; }

}  // namespace

bool Reviews::Serves(std::string_view base, std::string_view path) const {
  if (path.substr(0, base.size()) != base) {
    return false;
  }
  path.remove_prefix(base.size());
  return settings_.path_key == nullptr
             ? path.empty()
             : !path.empty() && path.front() == '/' && settings_.path_key->Opens(path.substr(1));
}

HttpResponse Reviews::Handle(const HttpRequest& request) {
  const bool validate = Serves("/validate", request.path);
  if (!validate && !Serves("/mutate", request.path)) {
    return Plain(404, "not found");
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
  return {200, "application/json", Encode(validate ? Validate(*review, request, begin) : Mutate(*review))};
}

Answer Reviews::Validate(const Review& review, const HttpRequest& request, ports::Clock::MonotonicTime begin) {
  Decision decision;
  try {
    decision = Decide(review, profile_, *memory_.Current());
  } catch (const std::exception&) {  // Out of memory, say: this review is answered, the others go on.
    decision = Decision{};
    decision.verdict = "error";
    decision.answer = {review.uid, false, 500, "token-webhook could not judge this request; try again", {}, ""};
  }
  const auto duration = clock_.Monotonic() - begin;
  metrics_.Decided(review.operation, decision, duration);
  audit_.Write(AuditLine(review, decision, {request.peer, request.client_name}, clock_.Now(),
                         std::chrono::duration_cast<std::chrono::microseconds>(duration)));
  return std::move(decision.answer);
}

Answer Reviews::Mutate(const Review& review) {
  Mutation mutation;
  try {
    mutation = webhook::Mutate(review, profile_, *memory_.Current(), settings_.drop_last_applied, clock_.Now());
  } catch (const std::exception&) {
    mutation = Mutation{};
    mutation.outcome = Mutation::Outcome::kError;
    mutation.answer.uid = review.uid;  // Allowed: a mutating webhook that says no stops the write.
    mutation.answer.warnings.emplace_back("token-webhook could not note this change in the annotations");
  }
  metrics_.Mutated(mutation);
  return std::move(mutation.answer);
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
