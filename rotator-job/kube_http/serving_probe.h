// kube::ServingProbe by libcurl: HTTPS to port 8443 of a pod. Deadline 5 s. One thread.
#pragma once

#include "kube/webhooks.h"

namespace kube_http {

class CurlServingProbe final : public kube::ServingProbe {
 public:
  base::Result<kube::Served> Ask(const std::string& ip, const std::string& path) override;
};

}  // namespace kube_http
