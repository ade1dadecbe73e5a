#include "kube_http/webhooks.h"

#include "base/base64.h"
#include "json/write.h"
#include "kube_http/answer.h"
#include "kube_http/call.h"

namespace kube_http {
namespace {

using json::At;
using json::Put;
using json::PutObject;
using json::Text;
using json::Value;
using json::Writer;

constexpr const char* kStrategicMergePatch = "application/strategic-merge-patch+json";

std::string ResourceOf(kube::WebhookKind kind) {
  return kind == kube::WebhookKind::kValidating ? "validatingwebhookconfigurations" : "mutatingwebhookconfigurations";
}

std::string PathOf(kube::WebhookKind kind, const std::string& name) {
  return "/apis/admissionregistration.k8s.io/v1/" + ResourceOf(kind) + "/" + name;
}

void PutTexts(Writer& writer, const char* key, const std::vector<std::string>& texts) {
  writer.Key(key);
  writer.StartArray();
  for (const auto& text : texts) {
    Put(writer, text);
  }
  writer.EndArray();
}

void PutRules(Writer& writer, const std::vector<std::string>& operations) {
  writer.Key("rules");
  writer.StartArray();
  writer.StartObject();
  PutTexts(writer, "apiGroups", {""});
  PutTexts(writer, "apiVersions", {"v1"});
  PutTexts(writer, "resources", {"secrets"});
  PutTexts(writer, "operations", operations);
  Put(writer, "scope", "Namespaced");
  writer.EndObject();
  writer.EndArray();
}

void PutChange(Writer& writer, const kube::WebhookChange& change) {
  writer.StartObject();
  Put(writer, "name", change.name);
  if (change.ca_bundle || change.path) {
    PutObject(writer, "clientConfig", [&] {
      if (change.ca_bundle) {
        Put(writer, "caBundle", base::EncodeBase64(*change.ca_bundle));
      }
      if (change.path) {
        PutObject(writer, "service", [&] { Put(writer, "path", *change.path); });
      }
    });
  }
  if (!change.operations.empty()) {
    PutRules(writer, change.operations);
  }
  writer.EndObject();
}

}  // namespace

base::Result<kube::WebhookConfiguration> DecodeWebhooks(const base::SecretBytes& body, kube::WebhookKind kind) {
  using Configuration = kube::WebhookConfiguration;
  return WithDocument<Configuration>(
      body.Reveal(), "webhook configuration", [&](const Value& root, base::Result<Configuration> otherwise) {
        Configuration configuration;
        configuration.kind = kind;
        configuration.name = Text(&root, {"metadata", "name"});
        configuration.resource_version = Text(&root, {"metadata", "resourceVersion"});
        if (configuration.resource_version.empty()) {
          return otherwise;
        }
        json::Each(At(&root, {"webhooks"}), [&](const Value& entry) {
          if (At(&entry, {"clientConfig", "service"}) == nullptr) {
            return;
          }
          kube::Webhook webhook;
          webhook.name = Text(&entry, {"name"});
          webhook.ns = Text(&entry, {"clientConfig", "service", "namespace"});
          webhook.path = Text(&entry, {"clientConfig", "service", "path"});
          const auto bundle = base::DecodeBase64(Text(&entry, {"clientConfig", "caBundle"}));
          webhook.ca_bundle = bundle ? std::string(bundle->Reveal()) : "";
          json::Each(At(&entry, {"rules"}), [&](const Value&) { webhook.active = true; });
          configuration.webhooks.push_back(std::move(webhook));
        });
        return base::Result<Configuration>(std::move(configuration));
      });
}

base::SecretBytes EncodeWebhooks(const std::string& resource_version, const std::vector<kube::WebhookChange>& changes) {
  return json::EncodeSecret([&](Writer& writer) {
    PutObject(writer, "metadata", [&] { Put(writer, "resourceVersion", resource_version); });
    writer.Key("webhooks");
    writer.StartArray();
    for (const auto& change : changes) {
      PutChange(writer, change);
    }
    writer.EndArray();
  });
}

base::Result<kube::WebhookConfiguration> Webhooks::Get(kube::WebhookKind kind, const std::string& name) {
  auto body = Call(http_, {"GET", PathOf(kind, name)}, "get " + ResourceOf(kind) + " " + name);
  return body ? DecodeWebhooks(*body, kind) : base::Fail(body.error());
}

base::Result<void> Webhooks::Patch(const kube::WebhookConfiguration& as_read,
                                   const std::vector<kube::WebhookChange>& changes) {
  auto body = Call(http_,
                   {"PATCH", PathOf(as_read.kind, as_read.name) + "?fieldManager=" + manager_, kStrategicMergePatch,
                    EncodeWebhooks(as_read.resource_version, changes)},
                   "patch " + ResourceOf(as_read.kind) + " " + as_read.name);
  return body ? base::Result<void>() : base::Fail(body.error());
}

}  // namespace kube_http
