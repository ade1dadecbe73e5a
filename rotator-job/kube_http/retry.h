// Http that tries again what may be tried again without harm.
//
// Reads after any failure that may pass: no answer, 429, 500, 502, 503, 504. Writes only where the server says that it
// has done nothing: 429, or no connection. Both after a lack of permission, which passes where the API server has just
// been started. What a write whose answer was lost has done, its caller has to read.
// Between two tries it waits as long as Retry-After says, at most kMostWait, else 0.1 s, doubled each time, with
// jitter.
#pragma once

#include "kube_http/http.h"
#include "ports/clock.h"
#include "ports/random.h"

namespace kube_http {

class RetryingHttp final : public Http {
 public:
  // All borrowed.
  RetryingHttp(Http& next, ports::Clock& clock, ports::Random& random) : next_(next), clock_(clock), random_(random) {}

  base::Result<HttpAnswer> Send(const HttpRequest& request) override;
  // Not tried again: who watches has to list anew first.
  base::Result<std::unique_ptr<HttpStream>> Open(const std::string& path) override { return next_.Open(path); }

  static constexpr int kTries = 4;  // 0.7 s in all: longer waits are the rotation's, which keeps its lock alive.
  static constexpr int kForbiddenTries = 7;  // 3 to 6 s.
  static constexpr std::chrono::seconds kMostWait{10};

 private:
  bool Wait(int tries, std::chrono::milliseconds asked);

  Http& next_;
  ports::Clock& clock_;
  ports::Random& random_;
};

}  // namespace kube_http
