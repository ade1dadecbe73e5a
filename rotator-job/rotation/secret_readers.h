// The workloads that read the guarded Secret, found from running pods: environment, envFrom, volumes, init containers.
// Pure.
//
// Pods are looked at, not Deployments: the account may list pods anyway, and so StatefulSets, DaemonSets, Jobs and bare
// pods are found too. A workload without pods holds no token.
#pragma once

#include <string>
#include <vector>

#include "rotation/pod_informer.h"
#include "token/profile.h"

namespace rotation {

struct SecretReader {
  std::string kind;  // Of the outermost owner: "Deployment", "StatefulSet", "Rollout", "Pod" …
  std::string name;

  // How a person gives the new token to this reader: a command, or a sentence for kinds that no command restarts.
  [[nodiscard]] std::string Remedy(const std::string& ns) const;
};

// Each reader once, without the consumers of the profile.
std::vector<SecretReader> UnmanagedReaders(const PodInformer& informer, const token::Profile& profile);

// Whether a pod template or pod reads this key of the Secret.
bool Reads(const kube::SecretReferences& references, const std::string& secret, const std::string& key);

}  // namespace rotation
