#include "webhook/endpoints.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <new>
#include <utility>

#include "admission/encode.h"
#include "admission/mutation.h"
#include "audit/record.h"

namespace webhook {
namespace {

constexpr std::string_view kValidate = "/validate";
constexpr std::string_view kMutate = "/mutate";
constexpr std::string_view kHealth = "/healthz";
constexpr std::string_view kReady = "/readyz";
constexpr std::string_view kMetrics = "/metrics";

// application/json in any case of letters, with or without parameters.
bool IsJson(std::string_view type) {
  constexpr std::string_view kJson = "application/json";
  const auto essence = type.substr(0, type.find_first_of("; \t"));
  return std::equal(essence.begin(), essence.end(), kJson.begin(), kJson.end(),
                    [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

void RequireWhole(const admission::Review& review) {
  if (review.incomplete) {
    throw std::bad_alloc();
  }
}

http_server::HttpResponse Plain(int status, const std::string& text) { return {status, "text/plain", text + "\n"}; }

}  // namespace

bool Reviews::Serves(std::string_view base, std::string_view path) const {
  if (path.substr(0, base.size()) != base) {
    return false;
  }
  path.remove_prefix(base.size());
  return settings_.path_keys == nullptr
             ? path.empty()
             : !path.empty() && path.front() == '/' && settings_.path_keys->Current()->Contains(path.substr(1));
}

std::optional<http_server::HttpResponse> Reviews::RejectEarly(const http_server::HttpRequest& request) {
  if (!Serves(kValidate, request.path) && !Serves(kMutate, request.path)) {
    return Plain(404, "not found");
  }
  if (request.method != "POST") {
    return Plain(405, "POST an AdmissionReview");
  }
  if (!IsJson(request.content_type)) {
    return Plain(415, "the content type has to be application/json");
  }
  return std::nullopt;
}

http_server::HttpResponse Reviews::Handle(const http_server::HttpRequest& request) {
  const auto begin = clock_.Monotonic();
  const auto review = admission::Decode(request.body, request.body_size, profile_.key);
  if (!review) {
    return Plain(400, review.error().message);
  }
  const bool validate = request.path.substr(0, kValidate.size()) == kValidate;
  return {200, "application/json", admission::Encode(validate ? Validate(*review, request, begin) : Mutate(*review))};
}

// Out of memory, say: this review is answered, the others go on.
admission::Answer Reviews::Validate(const admission::Review& review, const http_server::HttpRequest& request,
                                    ports::Clock::MonotonicTime begin) {
  admission::Decision decision;
  try {
    RequireWhole(review);
    decision = admission::Decide(review, profile_, *retired_tokens_.Current());
  } catch (const std::exception&) {
    decision = admission::Decision{};
    decision.verdict = "error";
    decision.answer = {review.uid, false, 500, "token-webhook could not judge this request; try again", {}, ""};
  }
  const auto duration = clock_.Monotonic() - begin;
  metrics_.Decided(review.operation, decision, duration);
  try {
    audit_.Write(audit::AuditLine(review, decision, {request.peer, request.client_name}, clock_.Now(),
                                  std::chrono::duration_cast<std::chrono::microseconds>(duration)));
  } catch (const std::exception&) {
    audit_.Lose();
  }
  return std::move(decision.answer);
}

admission::Answer Reviews::Mutate(const admission::Review& review) {
  admission::Mutation mutation;
  try {
    RequireWhole(review);
    mutation =
        admission::Mutate(review, profile_, *retired_tokens_.Current(), settings_.drop_last_applied, clock_.Now());
  } catch (const std::exception&) {
    mutation = admission::Mutation{};
    mutation.outcome = admission::Mutation::Outcome::kError;
    mutation.answer.uid = review.uid;  // Allowed: a mutating webhook that says no stops the write.
    mutation.answer.warnings.emplace_back("token-webhook could not note this change in the annotations");
  }
  metrics_.Mutated(mutation);
  return std::move(mutation.answer);
}

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
  return request.path == kReady ? Ready() : Plain(200, "ok");
}

http_server::HttpResponse Probes::Ready() {
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
