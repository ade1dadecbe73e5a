// HTTP by libcurl: one connection kept, every request with a deadline, no proxy, no redirect, no .netrc.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "kube/client.h"
#include "kube_http/config.h"

namespace kube_http {

struct HttpAnswer {
  long status = 0;
  base::SecretBytes body;
};

class Http {
 public:
  virtual ~Http() = default;
  // kUnavailable: nothing was sent; kUnknown: the answer was lost.
  virtual base::Result<HttpAnswer> Send(const std::string& method, const std::string& path,
                                        const std::string& content_type, const base::SecretBytes& body) = 0;
};

// To the API server. `access` is taken over; `files` is borrowed, for the token file.
base::Result<std::unique_ptr<Http>> Connect(Access access, ports::Files& files, std::chrono::milliseconds deadline);

// To a pod. Plain HTTP, as Keptn's pods speak it.
class CurlPodProbe final : public kube::PodProbe {
 public:
  base::Result<int> Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) override;
};

}  // namespace kube_http
