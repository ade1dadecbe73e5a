// Kubernetes objects, from and to JSON. Pure.
//
// Each Decode function fails with kUnavailable if the body is not the object that was asked for: the answer was cut or
// garbled, and the same request may succeed later. Encoded bodies may hold tokens, therefore SecretBytes.
#pragma once

#include <string>
#include <vector>

#include "kube/client.h"

namespace kube_http {

base::Result<kube::Secret> DecodeSecret(const base::SecretBytes& body);
base::Result<kube::Deployment> DecodeDeployment(const base::SecretBytes& body);
base::Result<kube::Rules> DecodeRules(const base::SecretBytes& body);
base::Result<bool> DecodeAllowed(const base::SecretBytes& body);
base::Result<std::vector<kube::Warning>> DecodeWarnings(const base::SecretBytes& body);
// The message of a metav1.Status; empty if the body is not one.
std::string DecodeStatusMessage(const base::SecretBytes& body);

// A merge patch of a Secret with its resourceVersion as precondition.
base::SecretBytes EncodeSecretPatch(const std::string& resource_version, const kube::SecretChange& change);
// A merge patch of a Deployment's pod template.
base::SecretBytes EncodeStamp(const std::string& rotation);
// DeleteOptions with the pod's uid as precondition. The API server ignores the query of a DELETE that has a body, so
// that a dry run is asked for here.
base::SecretBytes EncodeDelete(const std::string& uid, kube::Write write);
base::SecretBytes EncodeRulesReview(const std::string& ns);
base::SecretBytes EncodeAccessReview(const std::string& ns, const kube::Permission& permission);
// An Event of core/v1.
base::SecretBytes EncodeEvent(const std::string& ns, const kube::Subject& about, const std::string& reason,
                              const std::string& message, bool warning, const std::string& time);

// The annotation of a pod template that holds the rotation id.
constexpr std::string_view kStamp = "token-guard.keptn.sh/rotation";
// This program's field manager.
constexpr std::string_view kManager = "token-rotator";

}  // namespace kube_http
