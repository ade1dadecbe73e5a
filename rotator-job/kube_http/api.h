// kube::Client over HTTP: paths, verbs and status codes of the Kubernetes API.
//
// Sends each call once; retries are the Http's (retry.h). A list is read in pages of 250 objects.
#pragma once

#include <functional>
#include <string>

#include "kube/client.h"
#include "kube_http/codec.h"
#include "kube_http/http.h"

namespace kube_http {

class Api final : public kube::Client {
 public:
  // `ns` is the namespace of every call that names none. `now` returns the time of an Event: RFC 3339, whole seconds.
  // `manager` is the field manager of every write. `http` is borrowed.
  Api(Http& http, std::string ns, std::function<std::string()> now, std::string manager = std::string(kManager))
      : http_(http), ns_(std::move(ns)), now_(std::move(now)), manager_(std::move(manager)) {}

  base::Result<kube::Rules> ListRules(const std::string& ns) override;
  base::Result<bool> CheckAccess(const kube::Permission& permission) override;
  base::Result<kube::Secret> GetSecret(const kube::SecretName& name) override;
  base::Result<kube::Secret> PatchSecret(const kube::SecretName& name, const std::string& resource_version,
                                         const kube::SecretChange& change, kube::Write write) override;
  base::Result<kube::Deployment> GetDeployment(const std::string& name) override;
  base::Result<kube::Deployment> StampTemplate(const std::string& name, const std::string& rotation,
                                               kube::Write write) override;
  base::Result<kube::PodList> ListPods() override;
  base::Result<std::unique_ptr<kube::PodWatch>> WatchPods(const std::string& version) override;
  base::Result<void> DeletePod(const kube::Pod& pod, kube::Write write) override;
  base::Result<std::vector<kube::ReplicaSet>> ListReplicaSets() override;
  base::Result<void> CreateEvent(const kube::Subject& about, const std::string& reason, const std::string& message,
                                 bool warning) override;
  base::Result<std::vector<kube::Warning>> ListWarnings(const std::string& ns) override;
  [[nodiscard]] int Calls() const override { return calls_; }

 private:
  // Returns the body of a 2xx answer. `what` names verb and object in an error.
  base::Result<base::SecretBytes> Call(const HttpRequest& request, const std::string& what);
  // Reads a list page by page. `decode` is one of codec.h; `use` is called with each page.
  template <typename Decode, typename Use>
  base::Result<void> EachPage(const std::string& path, const char* accept, const char* what, Decode decode, Use use);
  [[nodiscard]] std::string PathOf(const kube::SecretName& name) const;
  [[nodiscard]] std::string WriteQuery(kube::Write write) const;

  Http& http_;
  const std::string ns_;
  const std::function<std::string()> now_;
  const std::string manager_;
  int calls_ = 0;
};

}  // namespace kube_http
