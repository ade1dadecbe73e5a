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

  base::Result<kube::Secret> GetSecret(const std::string& name) override;
  base::Result<kube::Secret> PatchSecret(const std::string& name, const std::string& resource_version,
                                         const kube::DataChange& change, bool dry_run) override;
  base::Result<kube::Deployment> GetDeployment(const std::string& name) override;
  base::Result<void> StampTemplate(const std::string& name, const std::string& rotation) override;
  base::Result<std::vector<kube::Pod>> ListPods(const std::string& selector) override;
  base::Result<std::vector<kube::ReplicaSet>> ListReplicaSets(const std::string& selector) override;
  base::Result<void> CreateEvent(const kube::Secret& about, const std::string& reason, const std::string& message,
                                 bool warning) override;
  [[nodiscard]] int Calls() const override { return calls_; }

 private:
  base::Result<base::SecretBytes> Call(const std::string& method, const std::string& path, const std::string& what,
                                       const base::SecretBytes& body);

  Http& http_;
  const std::string space_;
  const std::function<std::string()> now_;
  int calls_ = 0;
};

}  // namespace kube_http
