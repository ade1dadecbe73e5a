// HTTP by libcurl: one connection kept, every request with a deadline, no proxy, no redirect, no .netrc.
//
// Http is the port that retrying (retry.h) and the wire log (wire_log.h) decorate.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "kube/client.h"
#include "kube_http/credentials.h"

namespace kube_http {

struct HttpRequest {
  std::string method;
  std::string path;  // With its query; holds names, never a secret.
  std::string content_type{};
  base::SecretBytes body{};
  std::string accept = "application/json";
};

struct HttpAnswer {
  long status = 0;
  base::SecretBytes body;
  std::chrono::seconds retry_after{0};  // What the server asks for; 0 if nothing.
};

// An answer that goes on and on, line by line.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  // The lines that have arrived, at least one unless `wait` passes first. An end, good or bad, is kUnavailable; an
  // answer other than 200 is kDenied or kUnavailable.
  virtual base::Result<std::vector<std::string>> Next(std::chrono::milliseconds wait) = 0;
};

class Http {
 public:
  virtual ~Http() = default;
  // kUnavailable: nothing was sent; kUnknown: the answer to a write was lost. Any status is an answer.
  virtual base::Result<HttpAnswer> Send(const HttpRequest& request) = 0;
  // A GET whose answer is read as it comes.
  virtual base::Result<std::unique_ptr<HttpStream>> Open(const std::string& path) = 0;
};

// To the API server. All borrowed.
base::Result<std::unique_ptr<Http>> Connect(Credentials& credentials, const std::string& user_agent,
                                            std::chrono::milliseconds deadline);

// To a pod. Plain HTTP, as Keptn's pods speak it.
class CurlPodProbe final : public kube::PodProbe {
 public:
  base::Result<int> Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) override;
};

}  // namespace kube_http
