#include "rotation/owners.h"

#include <gtest/gtest.h>

namespace rotation {
namespace {

TEST(FindOwner, KnowsTheMarksOfToolsThatRevertARotation) {
  const auto owner = [](const char* label, const char* value, bool annotation) {
    kube::Secret secret;
    (annotation ? secret.annotations : secret.labels)[label] = value;
    return FindOwner(secret);
  };
  EXPECT_EQ(owner("argocd.argoproj.io/tracking-id", "x", true)->name, "Argo CD");
  EXPECT_EQ(owner("kustomize.toolkit.fluxcd.io/name", "x", false)->name, "Flux");
  EXPECT_EQ(owner("reconcile.external-secrets.io/created-by", "x", false)->name, "External Secrets");
  EXPECT_EQ(owner("reconcile.external-secrets.io/managed", "true", false)->name, "External Secrets");
  EXPECT_EQ(owner("sealedsecrets.bitnami.com/managed", "true", true)->name, "Sealed Secrets");
  EXPECT_EQ(owner("secrets-store.csi.k8s.io/managed", "true", false)->name, "Secrets Store CSI Driver");
  EXPECT_EQ(owner("helm.toolkit.fluxcd.io/name", "x", false)->name, "Flux");
  EXPECT_TRUE(owner("argocd.argoproj.io/tracking-id", "x", true)->reverts);
  kube::Secret applied;
  applied.managers = {"kubectl-create", "argocd-controller"};
  EXPECT_EQ(FindOwner(applied)->name, "Argo CD") << "with tracking by label, the field manager is its only mark";
  kube::Secret left_alone;
  left_alone.labels["kustomize.toolkit.fluxcd.io/name"] = "x";
  left_alone.annotations["kustomize.toolkit.fluxcd.io/ssa"] = "IfNotPresent";
  EXPECT_FALSE(FindOwner(left_alone)->reverts);
  EXPECT_FALSE(owner("app.kubernetes.io/managed-by", "Helm", false)->reverts);
  EXPECT_FALSE(owner("app.kubernetes.io/managed-by", "kubectl", false).has_value());
}

}  // namespace
}  // namespace rotation
