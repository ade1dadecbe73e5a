// Http that logs each request: method, path, status and milliseconds; no header, no body.
#pragma once

#include "kube_http/http.h"
#include "ports/clock.h"
#include "ports/log.h"

namespace kube_http {

class LoggingHttp final : public Http {
 public:
  // All borrowed.
  LoggingHttp(Http& next, ports::Log& log, ports::Clock& clock) : next_(next), log_(log), clock_(clock) {}

  base::Result<HttpAnswer> Send(const HttpRequest& request) override;
  base::Result<std::unique_ptr<HttpStream>> Open(const std::string& path) override;

 private:
  Http& next_;
  ports::Log& log_;
  ports::Clock& clock_;
};

}  // namespace kube_http
