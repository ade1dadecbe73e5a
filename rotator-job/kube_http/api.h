// kube::Client over HTTP.
#pragma once

#include <functional>
#include <string>

#include "kube/client.h"
#include "kube_http/http.h"

namespace kube_http {

class Api final : public kube::Client {
 public:
  // `http` is borrowed; `now` gives the time of an Event, RFC 3339 in whole seconds.
  Api(Http& http, std::string space, std::function<std::string()> now)
      : http_(http), space_(std::move(space)), now_(std::move(now)) {}

  base::Result<kube::Rules> ListRules(const std::string& space) override;
  base::Result<bool> MayI(const kube::Permission& permission) override;
  base::Result<kube::Secret> GetSecret(const kube::SecretName& name) override;
  base::Result<kube::Secret> PatchSecret(const kube::SecretName& name, const std::string& resource_version,
                                         const kube::DataChange& change, bool dry_run) override;
  base::Result<kube::Deployment> GetDeployment(const std::string& name) override;
  base::Result<kube::Deployment> StampTemplate(const std::string& name, const std::string& rotation) override;
  base::Result<kube::PodList> ListPods() override;
  base::Result<std::unique_ptr<kube::PodWatch>> WatchPods(const std::string& version) override;
  base::Result<void> DeletePod(const kube::Pod& pod) override;
  base::Result<std::vector<kube::ReplicaSet>> ListReplicaSets() override;
  base::Result<void> CreateEvent(const kube::Subject& about, const std::string& reason, const std::string& message,
                                 bool warning) override;
  [[nodiscard]] int Calls() const override { return calls_; }

 private:
  // `what` names verb and object in an error.
  base::Result<base::SecretBytes> Call(HttpRequest request, const std::string& what);
  // Reads a list page by page: `decode` as in codec.h, `take` gets each page.
  template <typename Decode, typename Take>
  base::Result<void> EachPage(const std::string& path, const char* accept, const char* what, Decode decode, Take take);
  [[nodiscard]] std::string PathOf(const kube::SecretName& name) const;

  Http& http_;
  const std::string space_;
  const std::function<std::string()> now_;
  int calls_ = 0;
};

}  // namespace kube_http
