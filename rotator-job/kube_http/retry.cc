#include "kube_http/retry.h"

#include <algorithm>

namespace kube_http {
namespace {

// RBAC's wording. An API server that has just started answers so until it has read the roles.
bool IsForbidden(const HttpAnswer& answer) {
  return answer.status == 403 && answer.body.Reveal().find(R"(\" cannot )") != std::string_view::npos;
}

}  // namespace

base::Result<HttpAnswer> RetryingHttp::Send(const HttpRequest& request) {
  const bool read = request.method == "GET";
  for (int tries = 1;; ++tries) {
    auto answer = next_.Send(request);
    const bool forbidden = answer && IsForbidden(*answer);
    const bool again = answer ? answer->status == 429 || forbidden ||
                                    (read && answer->status >= 500 && answer->status != 501 && answer->status <= 504)
                              : answer.error().code == base::Code::kUnavailable;
    if (!again || tries == (forbidden ? kForbiddenTries : kTries) ||
        !Wait(tries, answer ? answer->retry_after : std::chrono::seconds(0))) {
      return answer;
    }
  }
}

bool RetryingHttp::Wait(int tries, std::chrono::milliseconds asked) {
  const std::chrono::milliseconds longest = kMaxWait;
  if (asked.count() > 0) {
    return clock_.Sleep(std::min(asked, longest));
  }
  // Half to all of the pause: clients that failed together must not retry together.
  const std::chrono::milliseconds whole(100L << (tries - 1));
  const auto random = random_.Bytes(1);
  const auto part = random ? static_cast<unsigned char>(random->Reveal()[0]) : 0U;
  return clock_.Sleep(whole / 2 + whole / 2 * part / 256);
}

}  // namespace kube_http
