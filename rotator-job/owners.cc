#include "rotator/owners.h"

namespace rotator {

std::optional<Owner> FindOwner(const kube::Secret& secret) {
  const auto has = [](const auto& map, const char* key) { return map.find(key) != map.end(); };
  if (has(secret.annotations, "argocd.argoproj.io/tracking-id") || has(secret.labels, "argocd.argoproj.io/instance")) {
    return Owner{"Argo CD", true,
                 "add the Secret's /data to spec.ignoreDifferences of the Application, with the sync option "
                 "RespectIgnoreDifferences=true"};
  }
  if (has(secret.labels, "kustomize.toolkit.fluxcd.io/name") || has(secret.labels, "helm.toolkit.fluxcd.io/name")) {
    return Owner{"Flux", true, "annotate the Secret with kustomize.toolkit.fluxcd.io/ssa: IfNotPresent in its source"};
  }
  if (has(secret.labels, "reconcile.external-secrets.io/created-by") ||
      has(secret.annotations, "reconcile.external-secrets.io/data-hash")) {
    return Owner{
        "External Secrets", true,
        "set refreshPolicy: CreatedOnce (or refreshInterval: 0) in the ExternalSecret, or rotate at its source"};
  }
  const auto manager = secret.labels.find("app.kubernetes.io/managed-by");
  if (manager != secret.labels.end() && manager->second == "Helm") {
    return Owner{"Helm", false, "helm upgrade keeps the value by lookup; helm template and GitOps tools do not"};
  }
  return std::nullopt;
}

}  // namespace rotator
