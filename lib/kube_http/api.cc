#include "kube_http/api.h"

#include <utility>

#include "kube_http/codec.h"

namespace kube_http {
namespace {

std::string Escape(const std::string& text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || c == '-' ||
        c == '.' || c == '_') {
      escaped.push_back(c);
    } else {
      escaped += {'%', kHex[byte >> 4U], kHex[byte & 0x0FU]};
    }
  }
  return escaped;
}

base::Code CodeOf(long status, bool write) {
  switch (status) {
    case 401:
    case 403:
      return base::Code::kDenied;
    case 404:
      return base::Code::kNotFound;
    case 409:
      return base::Code::kConflict;
    case 429:
      return base::Code::kUnavailable;
    default:
      return status >= 500 ? (write ? base::Code::kUnknown : base::Code::kUnavailable) : base::Code::kInvalid;
  }
}

}  // namespace

base::Result<base::SecretBytes> Api::Call(const std::string& method, const std::string& path, const std::string& what,
                                          const base::SecretBytes& body) {
  ++calls_;
  auto answer = http_.Send(method, path, method == "POST" ? "application/json" : "application/merge-patch+json", body);
  if (!answer) {
    return base::Fail(answer.error().With(what));
  }
  if (answer->status < 200 || answer->status >= 300) {
    const std::string message = DecodeStatusMessage(answer->body);
    return base::Fail(CodeOf(answer->status, method != "GET"),
                      what + ": " + (message.empty() ? "HTTP status " + std::to_string(answer->status) : message));
  }
  return std::move(answer->body);
}

base::Result<kube::Secret> Api::GetSecret(const std::string& name) {
  auto body = Call("GET", "/api/v1/namespaces/" + space_ + "/secrets/" + name, "get Secret " + name, {});
  return body ? DecodeSecret(*body) : base::Fail(body.error());
}

base::Result<kube::Secret> Api::PatchSecret(const std::string& name, const std::string& resource_version,
                                            const kube::DataChange& change, bool dry_run) {
  const std::string path = "/api/v1/namespaces/" + space_ + "/secrets/" + name + "?fieldManager=token-rotator" +
                           (dry_run ? "&dryRun=All" : "");
  auto body = Call("PATCH", path, "patch Secret " + name, EncodeDataPatch(resource_version, change));
  if (!body) {
    return base::Fail(body.error());
  }
  auto secret = DecodeSecret(*body);
  if (!secret) {  // The write was answered, if only by half: what it did is there to be read.
    return base::Fail(base::Code::kUnknown, secret.error().message);
  }
  return secret;
}

base::Result<kube::Deployment> Api::GetDeployment(const std::string& name) {
  auto body = Call("GET", "/apis/apps/v1/namespaces/" + space_ + "/deployments/" + name, "get Deployment " + name, {});
  return body ? DecodeDeployment(*body) : base::Fail(body.error());
}

base::Result<void> Api::StampTemplate(const std::string& name, const std::string& rotation) {
  auto body =
      Call("PATCH", "/apis/apps/v1/namespaces/" + space_ + "/deployments/" + name + "?fieldManager=token-rotator",
           "patch Deployment " + name, EncodeStamp(rotation));
  return body ? base::Result<void>() : base::Fail(body.error());
}

base::Result<std::vector<kube::Pod>> Api::ListPods(const std::string& selector) {
  auto body = Call("GET", "/api/v1/namespaces/" + space_ + "/pods?labelSelector=" + Escape(selector), "list pods", {});
  return body ? DecodePods(*body) : base::Fail(body.error());
}

base::Result<std::vector<kube::ReplicaSet>> Api::ListReplicaSets(const std::string& selector) {
  auto body = Call("GET", "/apis/apps/v1/namespaces/" + space_ + "/replicasets?labelSelector=" + Escape(selector),
                   "list replicasets", {});
  return body ? DecodeReplicaSets(*body) : base::Fail(body.error());
}

base::Result<void> Api::CreateEvent(const kube::Secret& about, const std::string& reason, const std::string& message,
                                    bool warning) {
  auto body = Call("POST", "/api/v1/namespaces/" + space_ + "/events", "create Event",
                   EncodeEvent(space_, about, reason, message, warning, now_()));
  return body ? base::Result<void>() : base::Fail(body.error());
}

}  // namespace kube_http
