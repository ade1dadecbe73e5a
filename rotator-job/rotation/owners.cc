#include "rotation/owners.h"

namespace rotation {
namespace {

template <typename Map>
bool Has(const Map& map, const char* key) {
  return map.find(key) != map.end();
}

std::optional<Owner> FindSecretOperator(const kube::Secret& secret) {
  if (Has(secret.labels, "reconcile.external-secrets.io/managed") ||
      Has(secret.labels, "reconcile.external-secrets.io/created-by") ||
      Has(secret.annotations, "reconcile.external-secrets.io/data-hash")) {
    return Owner{"External Secrets", true,
                 "it compares a hash of the data and writes its own value back, whatever refreshPolicy and "
                 "refreshInterval say: rotate at its source, or set spec.target.creationPolicy: Orphan and delete the "
                 "ExternalSecret"};
  }
  if (Has(secret.annotations, "sealedsecrets.bitnami.com/managed")) {
    return Owner{"Sealed Secrets", true,
                 "its controller writes the sealed value back, also without an owner reference: seal the new value, or "
                 "delete the SealedSecret and the annotation sealedsecrets.bitnami.com/managed"};
  }
  if (Has(secret.labels, "secrets-store.csi.k8s.io/managed")) {
    return Owner{"Secrets Store CSI Driver", true,
                 "it copies the value of its store into the Secret: rotate at that store, or take the Secret out of "
                 "secretObjects of the SecretProviderClass"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Owner> FindOwner(const kube::Secret& secret) {
  const auto written_by = [&](const char* manager) { return secret.managers.count(manager) != 0; };
  if (Has(secret.annotations, "argocd.argoproj.io/tracking-id") || Has(secret.labels, "argocd.argoproj.io/instance") ||
      written_by("argocd-controller")) {
    return Owner{"Argo CD", true,
                 "in the Application, add the Secret with jsonPointers [/data] to spec.ignoreDifferences and "
                 "RespectIgnoreDifferences=true to spec.syncPolicy.syncOptions"};
  }
  if (Has(secret.labels, "kustomize.toolkit.fluxcd.io/name") || written_by("kustomize-controller")) {
    const auto found = secret.annotations.find("kustomize.toolkit.fluxcd.io/ssa");
    const bool left_alone =
        found != secret.annotations.end() && found->second != "Override" && found->second != "Merge";
    return Owner{"Flux", !left_alone,
                 "in its source, annotate the Secret with kustomize.toolkit.fluxcd.io/ssa: IfNotPresent, so that the "
                 "Kustomization creates the Secret and then leaves it alone"};
  }
  if (Has(secret.labels, "helm.toolkit.fluxcd.io/name")) {
    return Owner{"Flux", true,
                 "in the HelmRelease, name the Secret with paths [/data] in spec.driftDetection.ignore, and have the "
                 "chart keep the value by lookup"};
  }
  if (auto owner = FindSecretOperator(secret)) {
    return owner;
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
