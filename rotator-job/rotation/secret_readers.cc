#include "rotation/secret_readers.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace rotation {

std::string Holder::Remedy(const std::string& space) const {
  std::string resource = kind;
  std::transform(resource.begin(), resource.end(), resource.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  const bool restartable = kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet";
  return restartable ? "kubectl rollout restart -n " + space + " " + resource + "/" + name
                     : "kubectl delete -n " + space + " " + resource + "/" + name + ", and start it again";
}

std::vector<Holder> ForgottenHolders(const Fleet& fleet, const token::Profile& profile) {
  std::set<std::pair<std::string, std::string>> found;
  for (const auto& [uid, pod] : fleet.Pods()) {
    if (pod.ended || pod.terminating || pod.secrets.count(profile.secret) == 0) {
      continue;
    }
    const kube::Owner deployment = fleet.DeploymentOf(pod);
    const kube::Owner& owner = deployment.uid.empty() ? pod.owner : deployment;
    found.insert(owner.uid.empty() ? std::pair<std::string, std::string>("Pod", pod.name)
                                   : std::pair(owner.kind, owner.name));
  }
  for (const auto& consumer : profile.consumers) {
    found.erase({"Deployment", consumer.deployment});
  }
  std::vector<Holder> holders;
  holders.reserve(found.size());
  for (const auto& [kind, name] : found) {
    holders.push_back({kind, name});
  }
  return holders;
}

}  // namespace rotation
