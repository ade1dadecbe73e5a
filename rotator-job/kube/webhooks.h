// The guard's registrations with kube-apiserver, and what its pods serve, in domain words.
//
// Implementations: kube_http::Webhooks and kube_http::CurlServingProbe, and fakes::FakeGuard for unit tests. One
// thread. Failures have the codes of client.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace kube {

enum class WebhookKind { kValidating, kMutating };

// One entry of a webhook configuration that names a Service. Entries with a URL are left out.
struct Webhook {
  std::string name;       // "validate.token-webhook.keptn.sh"
  std::string ns;         // Of the Service.
  std::string path;       // Empty if there is none.
  std::string ca_bundle;  // PEM; empty if there is none.
  bool active = false;    // Has rules: kube-apiserver calls no webhook without rules.
};

struct WebhookConfiguration {
  WebhookKind kind = WebhookKind::kValidating;
  std::string name;
  std::string resource_version;
  std::vector<Webhook> webhooks;
};

// What to change of one entry. Fields without a value stay as they are.
struct WebhookChange {
  std::string name;
  std::optional<std::string> ca_bundle{};
  std::optional<std::string> path{};
  std::vector<std::string> operations{};  // If not empty, the rule becomes: these operations on Secrets.
};

class WebhookClient {
 public:
  virtual ~WebhookClient() = default;
  virtual base::Result<WebhookConfiguration> Get(WebhookKind kind, const std::string& name) = 0;
  // kConflict unless the configuration still has the resourceVersion of `as_read`.
  virtual base::Result<void> Patch(const WebhookConfiguration& as_read, const std::vector<WebhookChange>& changes) = 0;
};

// What a pod answered over TLS.
struct Served {
  std::string chain;          // PEM, the leaf first.
  std::optional<int> status;  // Of the HTTP answer; null if none came, for example without a client certificate.
};

// Asks one pod for its certificate and for a path, by IP address: no proxy, no redirect. The certificate is not
// verified.
class ServingProbe {
 public:
  virtual ~ServingProbe() = default;
  // GET; with an empty path the handshake alone. kUnavailable if there is no handshake; the message says why.
  virtual base::Result<Served> Ask(const std::string& ip, const std::string& path) = 0;
};

}  // namespace kube
