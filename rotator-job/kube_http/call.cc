#include "kube_http/call.h"

#include "kube_http/codec.h"

namespace kube_http {
namespace {

base::Code CodeOf(long status, bool write) {
  switch (status) {
    case 401:
    case 403:
      return base::Code::kDenied;
    case 404:
      return base::Code::kNotFound;
    case 409:
      return base::Code::kConflict;
    case 410:  // The resourceVersion of a list page or a watch has expired: list again.
    case 429:
      return base::Code::kUnavailable;
    default:
      return status >= 500 ? (write ? base::Code::kUnknown : base::Code::kUnavailable) : base::Code::kInvalid;
  }
}

}  // namespace

base::Result<base::SecretBytes> Call(Http& http, const HttpRequest& request, const std::string& what) {
  auto answer = http.Send(request);
  if (!answer) {
    return base::Fail(answer.error().With(what));
  }
  if (answer->status < 200 || answer->status >= 300) {
    const std::string message = DecodeStatusMessage(answer->body);
    return base::Fail(CodeOf(answer->status, request.method != "GET"),
                      what + ": " + (message.empty() ? "HTTP status " + std::to_string(answer->status) : message));
  }
  return std::move(answer->body);
}

}  // namespace kube_http
