// HTTP by libcurl. One connection is kept alive; each request has a deadline; no proxy, no redirect, no .netrc.
//
// RetryingHttp (retry.h) and LoggingHttp (wire_log.h) decorate the interface Http. One thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "kube/client.h"
#include "kube_http/credentials.h"

namespace kube_http {

struct HttpRequest {
  std::string method;
  std::string path;  // With the query. Holds names, never a secret: the wire log shows it.
  std::string content_type{};
  base::SecretBytes body{};
  std::string accept = "application/json";
};

struct HttpAnswer {
  long status = 0;
  base::SecretBytes body;
  std::chrono::seconds retry_after{0};                          // The header Retry-After; 0 if there is none.
  std::optional<std::chrono::system_clock::time_point> date{};  // The header Date; whole seconds.
};

// The answer to a watch, line by line.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  // The lines that have arrived. Waits for one until `wait` has passed. kUnavailable if the stream has ended, for
  // whatever reason, or the status is not 200.
  virtual base::Result<std::vector<std::string>> Next(std::chrono::milliseconds wait) = 0;
};

class Http {
 public:
  virtual ~Http() = default;
  // Any status is an answer. kUnavailable if nothing was sent or the answer to a GET was lost; kUnknown if the answer
  // to a write was lost.
  virtual base::Result<HttpAnswer> Send(const HttpRequest& request) = 0;
  // Sends a GET and returns its answer as a stream.
  virtual base::Result<std::unique_ptr<HttpStream>> Open(const std::string& path) = 0;
};

// The connection to the API server. `deadline` is for each request; a stream has none. All borrowed.
base::Result<std::unique_ptr<Http>> Connect(Credentials& credentials, const std::string& user_agent,
                                            std::chrono::milliseconds deadline);

// Plain HTTP to a pod, since Keptn's pods serve no TLS. Deadline 5 s.
class CurlPodProbe final : public kube::PodProbe {
 public:
  base::Result<int> Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) override;
};

// The body of GET http://IP:PORT/PATH, sent to a pod by address. Deadline 5 s. kUnavailable unless the status is 200.
base::Result<std::string> GetFromPod(const std::string& ip, long port, const std::string& path);

}  // namespace kube_http
