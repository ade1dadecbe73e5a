// What other people's mutating webhooks make of the rotator's writes. Pure.
//
// A restart writes the rotation id into a pod template, and mutating webhooks and MutatingAdmissionPolicies see that
// write. What such a tool changes beside it would become code in the pods under the rotator's name, so that the policy
// token-rotator-restarts-only (manifests/chart/templates/fence.yaml) refuses it. managedFields do not tell the tool.
#pragma once

#include <string>
#include <vector>

#include "kube/client.h"

namespace rotation {

// The paths at which the pod templates differ, the rotation id apart: "spec.containers[istio-proxy]". A path that is
// named stands for everything below it.
std::vector<std::string> TemplateChanges(const kube::Deployment& before, const kube::Deployment& after);

// kDenied: the dry run of a restart changes these paths too. The message names at most five of them.
base::Error OtherWebhookChanges(const std::string& deployment, const std::vector<std::string>& changes);

// kDenied: the dry run of a restart left the rotation id out, so that no pod would be replaced.
base::Error OtherWebhookDropsStamp(const std::string& deployment);

// kDenied: the dry run of a write of the guarded Secret stored another token than the one that was sent.
base::Error OtherWebhookSwapsToken();

// If the policy token-rotator-restarts-only has refused a restart, appends to the message that another webhook is the
// cause: the rotator's own patch meets the policy.
base::Error WithOtherWebhook(base::Error refused);

}  // namespace rotation
