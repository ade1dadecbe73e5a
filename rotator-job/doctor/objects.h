// Kubernetes objects as the doctor looks at them, from and to JSON. Pure. Members that are absent read as empty.
#pragma once

#include <string>
#include <vector>

#include "base/secret_bytes.h"
#include "doctor/snapshot.h"
#include "json/read.h"

namespace doctor {

// Of a Validating- or MutatingWebhookConfiguration. A caBundle that is not base64 reads as empty.
std::vector<Hook> ReadHooks(const json::Value& configuration);
WebhookDeployment ReadDeployment(const json::Value& deployment);
// The pods of a list that have not ended and are not being deleted; chains and versions are not asked for.
std::vector<WebhookPod> ReadPods(const json::Value& list);
CronJob ReadCronJob(const json::Value& cron_job);
// Whether a ValidatingAdmissionPolicyBinding has the action Deny.
bool Denies(const json::Value& binding);
// The version in a scrape of the webhook's /metrics; empty if there is none.
std::string ReadBuildVersion(std::string_view metrics);

// A SubjectAccessReview: whether the service account "system:serviceaccount:NAMESPACE:NAME" has the permission. `ns` is
// the namespace of a permission that names none.
base::SecretBytes EncodeAccessReview(const std::string& account, const std::string& ns,
                                     const kube::Permission& permission);

}  // namespace doctor
