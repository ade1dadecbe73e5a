#include "rotation/owners.h"

namespace rotation {

std::optional<Owner> FindOwner(const kube::Secret& secret) {
  const auto has = [](const auto& map, const char* key) { return map.find(key) != map.end(); };
  const auto written_by = [&](const char* manager) { return secret.managers.count(manager) != 0; };
  if (has(secret.annotations, "argocd.argoproj.io/tracking-id") || has(secret.labels, "argocd.argoproj.io/instance") ||
      written_by("argocd-controller")) {
    return Owner{"Argo CD", true,
                 "in the Application, add the Secret with jsonPointers [/data] to spec.ignoreDifferences and "
                 "RespectIgnoreDifferences=true to spec.syncPolicy.syncOptions"};
  }
  if (has(secret.labels, "kustomize.toolkit.fluxcd.io/name") || written_by("kustomize-controller")) {
    const auto found = secret.annotations.find("kustomize.toolkit.fluxcd.io/ssa");
    const bool left_alone =
        found != secret.annotations.end() && found->second != "Override" && found->second != "Merge";
    return Owner{"Flux", !left_alone,
                 "in its source, annotate the Secret with kustomize.toolkit.fluxcd.io/ssa: IfNotPresent, so that the "
                 "Kustomization creates the Secret and then leaves it alone"};
  }
  if (has(secret.labels, "helm.toolkit.fluxcd.io/name")) {
    return Owner{"Flux", true,
                 "in the HelmRelease, name the Secret with paths [/data] in spec.driftDetection.ignore, and have the "
                 "chart keep the value by lookup"};
  }
  if (has(secret.labels, "reconcile.external-secrets.io/managed") ||
      has(secret.labels, "reconcile.external-secrets.io/created-by") ||
      has(secret.annotations, "reconcile.external-secrets.io/data-hash")) {
    return Owner{"External Secrets", true,
                 "it compares a hash of the data and writes its own value back, whatever refreshPolicy and "
                 "refreshInterval say: rotate at its source, or set spec.target.creationPolicy: Orphan and delete the "
                 "ExternalSecret"};
  }
  if (!secret.owner.kind.empty()) {
    return Owner{
        secret.owner.kind + " " + secret.owner.name, true,
        "the controller in metadata.ownerReferences writes the value of its source back: rotate at that source, "
        "or delete the " +
            secret.owner.kind + " so that the Secret is left alone (keep the Secret: --cascade=orphan)"};
  }
  const auto manager = secret.labels.find("app.kubernetes.io/managed-by");
  if (manager != secret.labels.end() && manager->second == "Helm") {
    return Owner{"Helm", false, "helm upgrade keeps the value by lookup; helm template and GitOps tools do not"};
  }
  return std::nullopt;
}

}  // namespace rotation
