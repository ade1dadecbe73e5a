// Pods and their owners, from JSON. Pure. Failures as in codec.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "json/read.h"
#include "kube/client.h"

namespace kube_http {

// One page of a list. `next` is the continue token of the next page; empty on the last page.
struct PodPage {
  kube::PodList list;
  std::string next;
};
base::Result<PodPage> DecodePods(const base::SecretBytes& body);
// One line of a watch. A bookmark is a change with an empty pod uid.
base::Result<kube::PodChange> DecodePodChange(const std::string& line);
struct ReplicaSetPage {
  std::vector<kube::ReplicaSet> sets;
  std::string next;
};
base::Result<ReplicaSetPage> DecodeReplicaSets(const base::SecretBytes& body);

// The Secrets that a pod spec reads: environment, envFrom, volumes and projected volumes of all kinds of containers.
kube::SecretReferences DecodeSecretReferences(const json::Value& spec);

// Deployment::pod_template of a pod template (kube/client.h).
std::map<std::string, std::size_t> DecodePodTemplate(const json::Value& pod_template);

}  // namespace kube_http
