#include "endpoints/review_endpoints.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <new>
#include <string>
#include <utility>

#include "admission/decode.h"

namespace endpoints {
namespace {

constexpr std::string_view kValidate = "/validate";
constexpr std::string_view kMutate = "/mutate";

// application/json, in upper or lower case, with or without parameters.
bool IsJson(std::string_view content_type) {
  constexpr std::string_view kJson = "application/json";
  const auto essence = content_type.substr(0, content_type.find_first_of("; \t"));
  return std::equal(essence.begin(), essence.end(), kJson.begin(), kJson.end(),
                    [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

http_server::HttpResponse PlainText(int status, const std::string& text) { return {status, "text/plain", text + "\n"}; }

void RequireComplete(const admission::Review& review) {
  if (review.incomplete) {
    throw std::bad_alloc();
  }
}

}  // namespace

ReviewEndpoints::ReviewEndpoints(const token::Profile& profile, ReviewSettings settings,
                                 const reload::Reloadable<admission::RetiredTokens>& retired_tokens,
                                 std::vector<admission::Observer*> observers, admission::Recorder& recorder,
                                 ports::Clock& clock)
    : profile_(profile),
      settings_(std::move(settings)),
      retired_tokens_(retired_tokens),
      observers_(std::move(observers)),
      recorder_(recorder),
      clock_(clock) {}

bool ReviewEndpoints::IsEndpoint(std::string_view endpoint, std::string_view path) const {
  if (path.substr(0, endpoint.size()) != endpoint) {
    return false;
  }
  path.remove_prefix(endpoint.size());
  if (!settings_.is_path_key) {
    return path.empty();
  }
  return !path.empty() && path.front() == '/' && settings_.is_path_key(path.substr(1));
}

std::optional<http_server::HttpResponse> ReviewEndpoints::RejectEarly(const http_server::HttpRequest& request) {
  if (!IsEndpoint(kValidate, request.path) && !IsEndpoint(kMutate, request.path)) {
    return PlainText(404, "not found");
  }
  if (request.method != "POST") {
    return PlainText(405, "POST an AdmissionReview");
  }
  if (!IsJson(request.content_type)) {
    return PlainText(415, "the content type has to be application/json");
  }
  return std::nullopt;
}

http_server::HttpResponse ReviewEndpoints::Handle(const http_server::HttpRequest& request) {
  const auto begin = clock_.Monotonic();
  const auto review = admission::Decode(request.body, request.body_size, profile_.key);
  if (!review) {
    return PlainText(400, review.error().message);
  }
  const bool validate = request.path.substr(0, kValidate.size()) == kValidate;
  const auto answer = validate ? Validate(*review, {request.peer, request.client_name, settings_.callers_known}, begin)
                               : MutateReview(*review);
  return {200, "application/json", admission::Encode(answer), settings_.callers_known};
}

// If memory runs out, this review is answered and the others go on.
admission::Answer ReviewEndpoints::Validate(const admission::Review& review, const admission::Caller& caller,
                                            ports::Clock::MonotonicTime begin) {
  admission::Decision decision;
  try {
    RequireComplete(review);
    decision = admission::Decide(review, profile_, *retired_tokens_.Current());
  } catch (const std::exception&) {
    decision = admission::FailedDecision(review);
  }
  const admission::DecisionEvent event{review, decision, caller, profile_, clock_.Now(), clock_.Monotonic() - begin};
  for (auto* observer : observers_) {
    observer->OnDecision(event);
  }
  decision.answer.audit_annotations = recorder_.Record(event);
  return std::move(decision.answer);
}

admission::Mutation ReviewEndpoints::MutationOf(const admission::Review& review) {
  static const admission::RetiredTokens no_fingerprints;
  try {
    RequireComplete(review);
    const auto retired_tokens = retired_tokens_.Current();
    return admission::Mutate(review, profile_, settings_.callers_known ? *retired_tokens : no_fingerprints,
                             settings_.drop_last_applied, clock_.Now());
  } catch (const std::exception&) {
    return admission::FailedMutation(review);
  }
}

admission::Answer ReviewEndpoints::MutateReview(const admission::Review& review) {
  admission::Mutation mutation = MutationOf(review);
  for (auto* observer : observers_) {
    observer->OnMutation(mutation);
  }
  return std::move(mutation.answer);
}

}  // namespace endpoints
