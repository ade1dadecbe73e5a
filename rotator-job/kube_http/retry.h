// Http that retries requests which are safe to repeat. One thread.
//
// Reads: after no answer, 429, 500, 502, 503, 504. Writes: after no connection and 429 only, since then nothing was
// done; if the answer to a write is lost, the caller reads what the write has done. Both: after RBAC's 403, since an
// API server that has just started knows no roles yet. Pauses: Retry-After, at most kMaxWait; else 0.1 s, doubled each
// time, with jitter.
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
  // Not retried: after a failed watch the caller has to list first.
  base::Result<std::unique_ptr<HttpStream>> Open(const std::string& path) override { return next_.Open(path); }

  static constexpr int kTries = 4;  // 0.7 s in all. Longer waits are up to the rotation, which renews its lock.
  static constexpr int kForbiddenTries = 7;  // 3 to 6 s.
  static constexpr std::chrono::seconds kMaxWait{10};

 private:
  bool Wait(int tries, std::chrono::milliseconds asked);

  Http& next_;
  ports::Clock& clock_;
  ports::Random& random_;
};

}  // namespace kube_http
