// kube::WebhookClient over HTTP. Sends each call once; retries are the Http's (retry.h).
#pragma once

#include <string>
#include <vector>

#include "kube/webhooks.h"
#include "kube_http/http.h"

namespace kube_http {

class Webhooks final : public kube::WebhookClient {
 public:
  // `manager` is the field manager of every write. `http` is borrowed.
  Webhooks(Http& http, std::string manager) : http_(http), manager_(std::move(manager)) {}

  base::Result<kube::WebhookConfiguration> Get(kube::WebhookKind kind, const std::string& name) override;
  base::Result<void> Patch(const kube::WebhookConfiguration& as_read,
                           const std::vector<kube::WebhookChange>& changes) override;

 private:
  Http& http_;
  const std::string manager_;
};

// kUnavailable if the body is no webhook configuration.
base::Result<kube::WebhookConfiguration> DecodeWebhooks(const base::SecretBytes& body, kube::WebhookKind kind);
// A strategic merge patch with the resourceVersion as precondition: lists of webhooks merge by name, so that every
// field that is not named here stays.
base::SecretBytes EncodeWebhooks(const std::string& resource_version, const std::vector<kube::WebhookChange>& changes);

}  // namespace kube_http
