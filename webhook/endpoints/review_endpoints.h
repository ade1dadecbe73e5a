// The endpoints of the HTTPS port: POST /validate and POST /mutate, each with an AdmissionReview.
//
// This module is the only one that knows both HTTP and reviews.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "admission/observer.h"
#include "admission/retired_tokens.h"
#include "http_server/http.h"
#include "ports/clock.h"
#include "reload/reloadable.h"
#include "token/profile.h"

namespace endpoints {

struct ReviewSettings {
  // Whether a text is a path key. If set, the paths are /validate/KEY and /mutate/KEY; every other path gets 404.
  std::function<bool(std::string_view)> is_path_key;
  // Every caller that gets here is known: by a path key, or by a client certificate, which the server has verified. If
  // not, /mutate writes no fingerprints: they would tell anybody whether two tokens are equal.
  bool callers_known = false;
  bool drop_last_applied = false;  // /mutate removes the annotation admission::kLastApplied.
};

// admission::Answers each review, also if its processing fails: /validate then denies with 500, /mutate allows without
// a patch. What is no review gets 400. Any number of threads.
class ReviewEndpoints final : public http_server::HttpHandler {
 public:
  // `profile`, `retired_tokens`, the observers, `recorder` and `clock` are borrowed. Observers are called in their
  // order, before the recorder.
  ReviewEndpoints(const token::Profile& profile, ReviewSettings settings,
                  const reload::Reloadable<admission::RetiredTokens>& retired_tokens,
                  std::vector<admission::Observer*> observers, admission::Recorder& recorder, ports::Clock& clock);

  std::optional<http_server::HttpResponse> RejectEarly(const http_server::HttpRequest& request) override;
  http_server::HttpResponse Handle(const http_server::HttpRequest& request) override;
  void OnResponsesSent() override { recorder_.OnResponsesSent(); }

 private:
  [[nodiscard]] bool IsEndpoint(std::string_view endpoint, std::string_view path) const;
  admission::Answer Validate(const admission::Review& review, const admission::Caller& caller,
                             ports::Clock::MonotonicTime begin);
  admission::Mutation MutationOf(const admission::Review& review);
  admission::Answer MutateReview(const admission::Review& review);

  const token::Profile& profile_;
  const ReviewSettings settings_;
  const reload::Reloadable<admission::RetiredTokens>& retired_tokens_;
  const std::vector<admission::Observer*> observers_;
  admission::Recorder& recorder_;
  ports::Clock& clock_;
};

}  // namespace endpoints
