// Kubernetes objects, from and to JSON. Pure. A body of another shape is kUnavailable: half an answer is no answer.
#pragma once

#include <string>
#include <vector>

#include "kube/client.h"

namespace kube_http {

base::Result<kube::Secret> DecodeSecret(const base::SecretBytes& body);
base::Result<kube::Deployment> DecodeDeployment(const base::SecretBytes& body);
base::Result<std::vector<kube::Pod>> DecodePods(const base::SecretBytes& body);
base::Result<std::vector<kube::ReplicaSet>> DecodeReplicaSets(const base::SecretBytes& body);
// The sentence of a Status; empty if the body is none.
std::string DecodeStatusMessage(const base::SecretBytes& body);

// A merge patch of a Secret's data, with the precondition.
base::SecretBytes EncodeDataPatch(const std::string& resource_version, const kube::DataChange& change);
// A merge patch of a Deployment's pod template.
base::SecretBytes EncodeStamp(const std::string& rotation);
// An Event of core/v1.
base::SecretBytes EncodeEvent(const std::string& space, const kube::Secret& about, const std::string& reason,
                              const std::string& message, bool warning, const std::string& time);

// The annotation of the pod template that restarts a consumer.
constexpr std::string_view kStamp = "token-guard.keptn.sh/rotation";

}  // namespace kube_http
