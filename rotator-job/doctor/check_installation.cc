#include <cstdlib>

#include "doctor/checks.h"
#include "rotation/record_check.h"

namespace doctor {
namespace {

constexpr long kOldestMinor = 30;  // ValidatingAdmissionPolicy and matchConditions are stable since 1.30.
// The Date header has whole seconds, and an answer may be under way for some.
constexpr std::chrono::seconds kSkewSeen(30);

// The minor version of "v1.34.4"; 0 if the text is no version.
long MinorOf(const std::string& version) {
  const auto dot = version.find('.');
  return dot == std::string::npos ? 0 : std::strtol(version.c_str() + dot + 1, nullptr, 10);
}

void CheckApiServer(const Snapshot& snapshot, Findings& findings) {
  const std::string who =
      "kube-apiserver " + snapshot.server_version + " answers" + (snapshot.user.empty() ? "" : " " + snapshot.user);
  const long minor = MinorOf(snapshot.server_version);
  if (minor != 0 && minor < kOldestMinor) {
    findings.push_back({"api-server", Level::kFailure, who + ", and the guard needs 1.30 or later",
                        "Upgrade the cluster (docs/neighbours.md, \"The oldest Kubernetes\")."});
  } else {
    findings.push_back({"api-server", Level::kOk, who});
  }
}

void CheckClock(const Snapshot& snapshot, Findings& findings) {
  if (!snapshot.server_now) {
    findings.push_back({"clock", Level::kWarning, "not checked: the API server's answer has no Date header",
                        "Compare the clocks by hand if a proxy stands in front of the API server."});
    return;
  }
  const auto skew = std::chrono::duration_cast<std::chrono::seconds>(snapshot.now - *snapshot.server_now);
  const auto size = std::chrono::abs(skew);
  if (size <= kSkewSeen) {
    findings.push_back({"clock", Level::kOk, "this clock and the API server's agree"});
    return;
  }
  const bool refuses = size > rotation::kMaxClockSkew;
  findings.push_back({"clock", refuses ? Level::kFailure : Level::kWarning,
                      "this clock is " + std::to_string(size.count()) + " s " +
                          (skew.count() > 0 ? "ahead of" : "behind") + " the API server's" +
                          (refuses ? ", and the rotation refuses times that are over an hour off" : ""),
                      "Synchronise the clocks of this machine and of the control plane (NTP)."});
}

void CheckParts(const Snapshot& snapshot, Findings& findings) {
  const bool one_pod = snapshot.deployment && snapshot.deployment->replicas == 1;
  std::vector<std::string> found;
  for (const auto& part : snapshot.parts) {
    if (part.of_several && one_pod) {
      continue;
    }
    if (part.found && *part.found) {
      found.push_back(part.name);
    } else if (part.found) {
      findings.push_back({"parts", Level::kWarning, part.name + " does not deny: " + part.purpose,
                          "Apply the manifests, or the chart, again."});
    } else if (part.found.error().code == base::Code::kNotFound) {
      findings.push_back({"parts", part.required ? Level::kFailure : Level::kWarning,
                          part.name + " does not exist: without it " + part.purpose,
                          "Apply the manifests, or the chart, again."});
    } else {
      findings.push_back(Unseen("parts", part.name, part.found.error(), ""));
    }
  }
  if (!found.empty()) {
    findings.push_back({"parts", Level::kOk, "there are " + Join(found)});
  }
}

void CheckDeployment(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  const std::string what = "Deployment token-webhook in " + profile.guard_namespace;
  const bool no_pods = snapshot.pods && snapshot.pods->empty();
  const std::string look =
      std::string(no_pods ? "There is no pod; its ReplicaSet says why: kubectl describe replicasets"
                          : "Look at the pods: kubectl describe pods") +
      " -n " + profile.guard_namespace + " -l app.kubernetes.io/name=token-webhook.";
  if (!snapshot.deployment) {
    findings.push_back(Unseen("webhook", what, snapshot.deployment.error(), "Install the guard (docs/operations.md)."));
    return;
  }
  const auto& deployment = *snapshot.deployment;
  const std::string count = std::to_string(deployment.available) + " of " + std::to_string(deployment.replicas) +
                            " pods are ready, image " + deployment.image;
  if (deployment.available == 0) {
    findings.push_back({"webhook", Level::kFailure, count + ": every change of the token is refused", look});
  } else if (deployment.available < deployment.replicas || deployment.updated < deployment.replicas) {
    findings.push_back({"webhook", Level::kWarning, count + ", a rollout is not finished", look});
  } else if (deployment.replicas < 2) {
    findings.push_back({"webhook", Level::kWarning, count + ": while the one pod restarts, changes are refused",
                        "Set replicas to 2."});
  } else {
    findings.push_back({"webhook", Level::kOk, count});
  }
}

void CheckVersions(const Snapshot& snapshot, Findings& findings) {
  std::set<std::string> versions;
  std::vector<std::string> unread;
  for (const auto& pod : snapshot.pods ? *snapshot.pods : std::vector<WebhookPod>()) {
    pod.version ? static_cast<void>(versions.insert(*pod.version)) : unread.push_back(pod.name);
  }
  if (versions.empty()) {
    findings.push_back({"version", snapshot.in_cluster ? Level::kWarning : Level::kOk,
                        "this program is " + snapshot.version +
                            "; the webhook's version is told by its port ops, which "
                            "does not answer from here",
                        snapshot.in_cluster ? "Allow this pod to reach port 8080 of the webhook's pods." : ""});
  } else if (versions != std::set<std::string>{snapshot.version}) {
    findings.push_back(
        {"version", Level::kWarning,
         "this program is " + snapshot.version + ", the webhook's pods are " + Join({versions.begin(), versions.end()}),
         "Use the same version for both (docs/operations.md)."});
  } else {
    findings.push_back({"version", Level::kOk, "webhook and rotator are " + snapshot.version});
  }
}

}  // namespace

void CheckInstallation(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  CheckApiServer(snapshot, findings);
  CheckClock(snapshot, findings);
  CheckParts(snapshot, findings);
  CheckDeployment(snapshot, profile, findings);
  CheckVersions(snapshot, findings);
}

}  // namespace doctor
