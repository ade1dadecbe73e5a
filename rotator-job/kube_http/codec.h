// Kubernetes objects, from and to JSON. Pure. A body of another shape is kUnavailable: half an answer is no answer.
#pragma once

#include <string>
#include <vector>

#include "kube/client.h"

namespace kube_http {

base::Result<kube::Secret> DecodeSecret(const base::SecretBytes& body);
base::Result<kube::Deployment> DecodeDeployment(const base::SecretBytes& body);
// One page; `next` is where the next one begins, empty after the last.
struct PodPage {
  kube::PodList list;
  std::string next;
};
base::Result<PodPage> DecodePods(const base::SecretBytes& body);
// One line of a watch. A bookmark is a change of no pod.
base::Result<kube::PodChange> DecodePodChange(const std::string& line);
struct ReplicaSetPage {
  std::vector<kube::ReplicaSet> sets;
  std::string next;
};
base::Result<ReplicaSetPage> DecodeReplicaSets(const base::SecretBytes& body);
base::Result<kube::Rules> DecodeRules(const base::SecretBytes& body);
base::Result<bool> DecodeAllowed(const base::SecretBytes& body);
// The sentence of a Status; empty if the body is none.
std::string DecodeStatusMessage(const base::SecretBytes& body);

// A merge patch of a Secret's data, with the precondition.
base::SecretBytes EncodeDataPatch(const std::string& resource_version, const kube::DataChange& change);
// A merge patch of a Deployment's pod template.
base::SecretBytes EncodeStamp(const std::string& rotation);
// DeleteOptions: only this very pod, not one of the same name.
base::SecretBytes EncodeDelete(const std::string& uid);
base::SecretBytes EncodeRulesReview(const std::string& space);
base::SecretBytes EncodeAccessReview(const std::string& space, const kube::Permission& permission);
// An Event of core/v1.
base::SecretBytes EncodeEvent(const std::string& space, const kube::Subject& about, const std::string& reason,
                              const std::string& message, bool warning, const std::string& time);

// The annotation of the pod template that restarts a consumer.
constexpr std::string_view kStamp = "token-guard.keptn.sh/rotation";
// Who we are in managedFields.
constexpr std::string_view kManager = "token-rotator";

}  // namespace kube_http
