#include "commands/profiles.h"

#include <map>

namespace commands {
namespace {

// Replaces each {{name}}. Values are a profile's names, which are valid as plain YAML and in a CEL string.
std::string Fill(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    const std::string mark = "{{" + name + "}}";
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value.size()) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

constexpr const char* kRegistration = R"({{separator}}apiVersion: admissionregistration.k8s.io/v1
kind: {{kind}}WebhookConfiguration
metadata:
  name: token-webhook
webhooks:
  - name: {{verb}}.token-webhook.keptn.sh
    admissionReviewVersions: [v1]
    sideEffects: None
{{policy}}    timeoutSeconds: 5
    matchPolicy: Equivalent
    namespaceSelector:
      matchLabels: {kubernetes.io/metadata.name: {{namespace}}}
    matchConditions:
      - name: the-guarded-secret
        expression: "(object != null ? object : oldObject).metadata.name == '{{secret}}'"
    rules:
      - apiGroups: [""]
        apiVersions: [v1]
        resources: [secrets]
        operations: [{{operations}}]
        scope: Namespaced
    clientConfig:
      service: {name: token-webhook, namespace: {{namespace}}, path: /{{verb}}, port: 443}
)";

// Without validation a weak token would be stored; without mutation a note is missing.
const std::map<std::string, std::string>& Validating() {
  static const std::map<std::string, std::string> values{{"separator", ""},
                                                         {"kind", "Validating"},
                                                         {"verb", "validate"},
                                                         {"policy", "    failurePolicy: Fail\n"},
                                                         {"operations", "CREATE, UPDATE, DELETE"}};
  return values;
}

const std::map<std::string, std::string>& Mutating() {
  static const std::map<std::string, std::string> values{
      {"separator", "---\n"},
      {"kind", "Mutating"},
      {"verb", "mutate"},
      {"policy", "    failurePolicy: Ignore\n    reinvocationPolicy: Never\n"},
      {"operations", "CREATE, UPDATE"}};
  return values;
}

constexpr const char* kRole = R"(---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: token-rotator
  namespace: {{namespace}}
rules:
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [{{secret}}, token-rotator-record, token-guard-retired]
    verbs: [get, patch]
{{deployments}}  - apiGroups: [""]
    resources: [pods]
    verbs: [list, watch]
  - apiGroups: [apps]
    resources: [replicasets]
    verbs: [list]
  - apiGroups: [""]
    resources: [events]
    verbs: [create]
)";

constexpr const char* kDeployments = R"(  - apiGroups: [apps]
    resources: [deployments]
    resourceNames: [{{names}}]
    verbs: [get, patch]
)";

constexpr const char* kCopyRole = R"(---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: token-rotator-{{secret}}
  namespace: {{namespace}}
rules:
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [{{secret}}]
    verbs: [get, patch]
)";

constexpr const char* kBinding = R"(---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{role}}
  namespace: {{namespace}}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{role}}
subjects:
{{subject}})";

// A service account by its parts, anyone else as a user.
std::string SubjectOf(const std::string& user) {
  constexpr std::string_view kPrefix = "system:serviceaccount:";
  const auto colon = user.rfind(':');
  if (user.substr(0, kPrefix.size()) != kPrefix || colon < kPrefix.size()) {
    return "  - kind: User\n    apiGroup: rbac.authorization.k8s.io\n    name: \"" + user + "\"\n";
  }
  return "  - kind: ServiceAccount\n    name: " + user.substr(colon + 1) +
         "\n    namespace: " + user.substr(kPrefix.size(), colon - kPrefix.size()) + "\n";
}

}  // namespace

std::string ProfileManifests(const token::Profile& profile) {
  std::string names;
  for (const auto& consumer : profile.consumers) {
    names += (names.empty() ? "" : ", ") + consumer.deployment;
  }
  const std::map<std::string, std::string> here{
      {"namespace", profile.secret_namespace},
      {"secret", profile.secret},
      {"role", "token-rotator"},
      {"subject", SubjectOf(profile.rotator)},
      {"deployments", names.empty() ? "" : Fill(kDeployments, {{"names", names}})}};
  std::string text = Fill(Fill(kRegistration, Validating()) + Fill(kRegistration, Mutating()), here) +
                     Fill(kRole, here) + Fill(kBinding, here);
  for (const auto& copy : profile.copies) {
    const std::map<std::string, std::string> there{{"namespace", copy.secret_namespace},
                                                   {"secret", copy.secret},
                                                   {"role", "token-rotator-" + copy.secret},
                                                   {"subject", SubjectOf(profile.rotator)}};
    text += Fill(kCopyRole, there) + Fill(kBinding, there);
  }
  return text;
}

}  // namespace commands
