#include "kube_http/wire_log.h"

namespace kube_http {

base::Result<HttpAnswer> LoggingHttp::Send(const HttpRequest& request) {
  const auto began = clock_.Monotonic();
  auto answer = next_.Send(request);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.Monotonic() - began);
  log_.Info("request", {{"method", std::string_view(request.method)},
                        {"path", std::string_view(request.path)},
                        {"status", std::int64_t{answer ? answer->status : 0}},
                        {"milliseconds", std::int64_t{took.count()}}});
  return answer;
}

base::Result<std::unique_ptr<HttpStream>> LoggingHttp::Open(const std::string& path) {
  log_.Info("request", {{"method", std::string_view("GET")}, {"path", std::string_view(path)}, {"watch", true}});
  return next_.Open(path);
}

}  // namespace kube_http
