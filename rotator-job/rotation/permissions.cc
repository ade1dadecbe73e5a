#include "rotation/permissions.h"

#include "rotation/record.h"

namespace rotation {

std::vector<kube::Permission> Needed(const token::Profile& profile, const Settings& settings) {
  std::vector<kube::Permission> needed;
  for (const auto* verb : {"get", "patch"}) {
    needed.push_back({verb, "", "secrets", profile.secret});
    needed.push_back({verb, "", "secrets", kRecordSecret, profile.guard_namespace});
    needed.push_back({verb, "", "secrets", kRetiredSecret, profile.guard_namespace});
  }
  for (const auto& consumer : profile.consumers) {
    needed.push_back({"get", "apps", "deployments", consumer.deployment});
    if (settings.strategy == Strategy::kRollout) {
      needed.push_back({"patch", "apps", "deployments", consumer.deployment});
    }
  }
  needed.push_back({"list", "", "pods"});
  needed.push_back({"watch", "", "pods"});
  if (settings.strategy == Strategy::kDeletePods) {
    needed.push_back({"delete", "", "pods"});
  }
  needed.push_back({"list", "apps", "replicasets"});
  return needed;
}

std::vector<kube::Permission> Missing(const std::vector<kube::Permission>& needed,
                                      const std::map<std::string, kube::Rules>& rules) {
  std::vector<kube::Permission> missing;
  for (const auto& permission : needed) {
    if (const auto found = rules.find(permission.ns); found == rules.end() || !found->second.Allow(permission)) {
      missing.push_back(permission);
    }
  }
  return missing;
}

std::string Describe(const kube::Permission& permission) {
  return permission.verb + " " + permission.resource + (permission.group.empty() ? "" : "." + permission.group) +
         (permission.name.empty() ? "" : "/" + permission.name);
}

std::string GrantCommand(const kube::Permission& permission) {
  return permission.verb == "delete" && permission.resource == "pods"
             ? "kubectl apply -k manifests/delete-pods (--strategy delete-pods needs this overlay)"
             : "token-webhook profiles -o manifests | kubectl apply -f -";
}

}  // namespace rotation
