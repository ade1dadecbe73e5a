#include "kube_http/api.h"

#include <curl/curl.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "kube_http/call.h"
#include "kube_http/codec.h"
#include "kube_http/pods.h"

namespace kube_http {
namespace {

constexpr const char* kMergePatch = "application/merge-patch+json";
constexpr const char* kJson = "application/json";
// 250 pods are 2 MiB of JSON: a page bounds the memory, whatever the namespace holds.
constexpr int kPage = 250;
constexpr int kSmaller = 5;
// Metadata alone: the specs of old ReplicaSets are most of their size.
constexpr const char* kMetadata = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

std::string Escape(const std::string& text) {
  const std::unique_ptr<char, decltype(&curl_free)> escaped(
      curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size())), curl_free);
  return escaped.get();
}

// A write with an unreadable answer: it has acted or not, which only a read can tell.
template <typename T>
base::Result<T> AfterWrite(base::Result<T> decoded) {
  return decoded ? std::move(decoded) : base::Fail(base::Code::kUnknown, decoded.error().message);
}

class ApiPodWatch final : public kube::PodWatch {
 public:
  explicit ApiPodWatch(std::unique_ptr<HttpStream> stream) : stream_(std::move(stream)) {}

  base::Result<std::vector<kube::PodChange>> Next(std::chrono::milliseconds wait) override {
    auto lines = stream_->Next(wait);
    if (!lines) {
      return base::Fail(lines.error());
    }
    std::vector<kube::PodChange> changes;
    for (const auto& line : *lines) {
      auto change = DecodePodChange(line);
      if (!change) {
        return base::Fail(change.error());
      }
      changes.push_back(std::move(*change));
    }
    return changes;
  }

 private:
  std::unique_ptr<HttpStream> stream_;
};

}  // namespace

std::string Api::WriteQuery(kube::Write write) const {
  return "?fieldManager=" + manager_ + (write == kube::Write::kDryRun ? "&dryRun=All" : "");
}

std::string Api::PathOf(const kube::SecretName& name) const {
  return "/api/v1/namespaces/" + (name.ns.empty() ? ns_ : name.ns) + "/secrets/" + name.name;
}

base::Result<base::SecretBytes> Api::Call(const HttpRequest& request, const std::string& what) {
  ++calls_;
  return kube_http::Call(http_, request, what);
}

base::Result<kube::Rules> Api::ListRules(const std::string& ns) {
  auto body = Call({"POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", kJson,
                    EncodeRulesReview(ns.empty() ? ns_ : ns)},
                   "ask for the account's permissions");
  return body ? DecodeRules(*body) : base::Fail(body.error());
}

base::Result<bool> Api::CheckAccess(const kube::Permission& permission) {
  auto body = Call(
      {"POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", kJson, EncodeAccessReview(ns_, permission)},
      "ask for a permission");
  return body ? DecodeAllowed(*body) : base::Fail(body.error());
}

base::Result<kube::Secret> Api::GetSecret(const kube::SecretName& name) {
  auto body = Call({"GET", PathOf(name)}, "get Secret " + name.name);
  return body ? DecodeSecret(*body) : base::Fail(body.error());
}

base::Result<kube::Secret> Api::PatchSecret(const kube::SecretName& name, const std::string& resource_version,
                                            const kube::SecretChange& change, kube::Write write) {
  auto body =
      Call({"PATCH", PathOf(name) + WriteQuery(write), kMergePatch, EncodeSecretPatch(resource_version, change)},
           "patch Secret " + name.name);
  return body ? AfterWrite(DecodeSecret(*body)) : base::Fail(body.error());
}

base::Result<kube::Deployment> Api::GetDeployment(const std::string& name) {
  auto body = Call({"GET", "/apis/apps/v1/namespaces/" + ns_ + "/deployments/" + name}, "get Deployment " + name);
  return body ? DecodeDeployment(*body) : base::Fail(body.error());
}

base::Result<kube::Deployment> Api::StampTemplate(const std::string& name, const std::string& rotation,
                                                  kube::Write write) {
  auto body = Call({"PATCH", "/apis/apps/v1/namespaces/" + ns_ + "/deployments/" + name + WriteQuery(write),
                    kMergePatch, EncodeStamp(rotation)},
                   "patch Deployment " + name);
  return body ? AfterWrite(DecodeDeployment(*body)) : base::Fail(body.error());
}

template <typename Decode, typename Use>
base::Result<void> Api::EachPage(const std::string& path, const char* accept, const char* what, Decode decode,
                                 Use use) {
  std::string next;
  for (int limit = kPage;;) {
    auto body = Call({"GET",
                      path + "?limit=" + std::to_string(limit) + (next.empty() ? "" : "&continue=" + Escape(next)),
                      "",
                      {},
                      accept},
                     what);
    if (!body && body.error().code == base::Code::kInvalid && limit > 1) {
      limit = std::max(1, limit / kSmaller);  // More than the client takes: each pod may be a megabyte.
      continue;
    }
    auto page = body ? decode(*body) : base::Fail(body.error());
    if (!page) {
      return base::Fail(page.error());
    }
    next = page->next;
    use(*page);
    if (next.empty()) {
      return {};
    }
  }
}

base::Result<kube::PodList> Api::ListPods() {
  kube::PodList list;
  const auto read = EachPage("/api/v1/namespaces/" + ns_ + "/pods", kJson, "list pods", DecodePods, [&](PodPage& page) {
    list.version = page.list.version;
    std::move(page.list.pods.begin(), page.list.pods.end(), std::back_inserter(list.pods));
  });
  return read ? base::Result<kube::PodList>(std::move(list)) : base::Fail(read.error());
}

base::Result<std::unique_ptr<kube::PodWatch>> Api::WatchPods(const std::string& version) {
  ++calls_;
  auto stream = http_.Open("/api/v1/namespaces/" + ns_ + "/pods?watch=true&resourceVersion=" + Escape(version));
  if (!stream) {
    return base::Fail(stream.error().With("watch pods"));
  }
  return std::unique_ptr<kube::PodWatch>(new ApiPodWatch(std::move(*stream)));
}

base::Result<void> Api::DeletePod(const kube::Pod& pod, kube::Write write) {
  auto body = Call({"DELETE", "/api/v1/namespaces/" + ns_ + "/pods/" + pod.name, kJson, EncodeDelete(pod.uid, write)},
                   "delete pod " + pod.name);
  // kConflict: another pod has this name now.
  const bool gone = !body && (body.error().code == base::Code::kNotFound || body.error().code == base::Code::kConflict);
  return body || gone ? base::Result<void>() : base::Fail(body.error());
}

base::Result<std::vector<kube::ReplicaSet>> Api::ListReplicaSets() {
  std::vector<kube::ReplicaSet> sets;
  const auto read =
      EachPage("/apis/apps/v1/namespaces/" + ns_ + "/replicasets", kMetadata, "list replicasets", DecodeReplicaSets,
               [&](ReplicaSetPage& page) { std::move(page.sets.begin(), page.sets.end(), std::back_inserter(sets)); });
  return read ? base::Result<std::vector<kube::ReplicaSet>>(std::move(sets)) : base::Fail(read.error());
}

base::Result<void> Api::CreateEvent(const kube::Subject& about, const std::string& reason, const std::string& message,
                                    bool warning) {
  auto body = Call({"POST", "/api/v1/namespaces/" + ns_ + "/events", kJson,
                    EncodeEvent(ns_, about, reason, message, warning, now_())},
                   "create Event");
  return body ? base::Result<void>() : base::Fail(body.error());
}

base::Result<std::vector<kube::Warning>> Api::ListWarnings(const std::string& ns) {
  // One page of the newest Events is enough to explain a rollout; the API server returns them in no useful order.
  auto body =
      Call({"GET", "/api/v1/namespaces/" + (ns.empty() ? ns_ : ns) + "/events?limit=500&fieldSelector=type%3DWarning"},
           "list Events");
  return body ? DecodeWarnings(*body) : base::Fail(body.error());
}

}  // namespace kube_http
