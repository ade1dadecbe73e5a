#include "rotation/template_changes.h"

#include <algorithm>

namespace rotation {
namespace {

constexpr const char* kFence = "token-rotator-restarts-only";
constexpr const char* kOther = "another tool's mutating webhook or MutatingAdmissionPolicy ";
constexpr const char* kFindIt = "find it: kubectl get mutatingwebhookconfigurations";
constexpr std::size_t kMaxNamed = 5;

bool IsBelow(const std::string& path, const std::string& ancestor) {
  return path.size() > ancestor.size() && path.rfind(ancestor, 0) == 0 &&
         (path[ancestor.size()] == '.' || path[ancestor.size()] == '[');
}

}  // namespace

std::vector<std::string> TemplateChanges(const kube::Deployment& before, const kube::Deployment& after) {
  std::vector<std::string> changes;
  const auto add = [&](const std::string& path) {
    if (std::none_of(changes.begin(), changes.end(),
                     [&](const std::string& named) { return named == path || IsBelow(path, named); })) {
      changes.push_back(path);
    }
  };
  for (const auto& [path, value] : after.pod_template) {
    const auto found = before.pod_template.find(path);
    if (found == before.pod_template.end() || found->second != value) {
      add(path);
    }
  }
  for (const auto& [path, value] : before.pod_template) {
    if (after.pod_template.count(path) == 0) {
      add(path);
    }
  }
  return changes;
}

base::Error OtherWebhookChanges(const std::string& deployment, const std::vector<std::string>& changes) {
  std::string named;
  for (std::size_t i = 0; i < std::min(changes.size(), kMaxNamed); ++i) {
    named += (named.empty() ? "" : ", ") + changes[i];
  }
  const std::string more =
      changes.size() > kMaxNamed ? " and " + std::to_string(changes.size() - kMaxNamed) + " more" : "";
  return {base::Code::kDenied, std::string(kOther) + "changes the pod template of Deployment " + deployment +
                                   " too, at " + named + more +
                                   "; let that tool mutate pods, or exempt the Deployment; " + kFindIt};
}

base::Error OtherWebhookDropsStamp(const std::string& deployment) {
  return {base::Code::kDenied, std::string(kOther) + "takes the rotation id out of the pod template of Deployment " +
                                   deployment + ", so that its pods would not be restarted; " + kFindIt};
}

base::Error OtherWebhookSwapsToken() {
  return {base::Code::kDenied, std::string(kOther) + "puts another token in the place of the new one; " + kFindIt};
}

base::Error WithOtherWebhook(base::Error refused) {
  if (refused.code != base::Code::kConflict && refused.message.find(kFence) != std::string::npos) {
    refused.message +=
        "; the rotator changes the rotation id alone: another tool's mutating webhook or MutatingAdmissionPolicy "
        "changes more; ";
    refused.message += kFindIt;
  }
  return refused;
}

}  // namespace rotation
