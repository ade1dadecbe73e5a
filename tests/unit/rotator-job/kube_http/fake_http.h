// An API server of canned answers.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kube_http/http.h"

namespace kube_http {

// Answers as the test says, then with 200 for ever. A status below 0 is a failure of that code.
class Script final : public Http {
 public:
  base::Result<HttpAnswer> Send(const HttpRequest& request) override {
    ++calls;
    requests.push_back(request.method + " " + request.path);
    last_body = std::string(request.body.Reveal());
    const long status = statuses.empty() ? 200 : statuses.front();
    if (!statuses.empty()) {
      statuses.pop_front();
    }
    if (status == kNothingSent) {
      return base::Fail(base::Code::kUnavailable, "no connection");
    }
    if (status == kLost) {
      return base::Fail(base::Code::kUnknown, "lost");
    }
    if (status == kTooLarge) {
      return base::Fail(base::Code::kInvalid, "sends more than 16 MiB");
    }
    HttpAnswer answer;
    answer.status = status;
    answer.retry_after = retry_after;
    answer.body = base::SecretBytes(std::string_view(bodies.empty() ? body : bodies.front()));
    if (!bodies.empty()) {
      bodies.pop_front();
    }
    return answer;
  }
  base::Result<std::unique_ptr<HttpStream>> Open(const std::string& path) override {
    requests.push_back("GET " + path);
    return stream ? base::Result<std::unique_ptr<HttpStream>>(std::move(stream))
                  : base::Fail(base::Code::kUnavailable, "no stream");
  }
  std::unique_ptr<HttpStream> stream;
  static constexpr long kNothingSent = -1;
  static constexpr long kLost = -2;
  static constexpr long kTooLarge = -3;
  std::deque<long> statuses;
  std::chrono::seconds retry_after{0};
  std::string body = "secret-body";
  std::deque<std::string> bodies;     // Of the first answers, before `body`.
  std::vector<std::string> requests;  // "GET /path"
  std::string last_body;
  int calls = 0;
};

}  // namespace kube_http
