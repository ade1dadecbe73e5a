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
  labels: {token-guard.keptn.sh/part: registration}
webhooks:
)";

constexpr const char* kHook = R"(  - name: {{hook}}.token-webhook.keptn.sh
    admissionReviewVersions: [v1]
    sideEffects: None
{{policy}}    timeoutSeconds: {{timeout}}
    matchPolicy: Equivalent
    namespaceSelector:
      matchLabels: {kubernetes.io/metadata.name: {{namespace}}}
    matchConditions:
      - name: the-guarded-secret
        expression: "(object != null ? object : oldObject).metadata.name == '{{secret}}'"
{{condition}}    clientConfig:
      service: {name: token-webhook, namespace: {{guard}}, port: 443}
)";

// On other writes /mutate returns no patch: manifests/base/registration.yaml.
constexpr const char* kChanges = R"(      - name: the-token-or-a-note-changes
        expression: >-
          oldObject == null
          || object.?data[?'{{key}}'] != oldObject.?data[?'{{key}}']
          || ['token-guard.keptn.sh/changed-at', 'token-guard.keptn.sh/changed-by', 'token-guard.keptn.sh/changed-with',
          'token-guard.keptn.sh/fingerprint', 'token-guard.keptn.sh/returnable', 'token-guard.keptn.sh/rotation',
          'kubectl.kubernetes.io/last-applied-configuration'].exists(k,
          object.metadata.?annotations[?k] != oldObject.metadata.?annotations[?k])
)";

// Without caBundle, path and rules, as manifests/base/registration.yaml: token-rotator certs fills them in.
// If a change is not judged, a weak token may be stored: Fail. A deletion stores no token, and a missed mutation lacks
// a note: Ignore.
std::string Registrations() {
  const auto hook = [](const char* name, const char* policy, const char* timeout, const char* condition) {
    return Fill(kHook, {{"hook", name}, {"policy", policy}, {"timeout", timeout}, {"condition", condition}});
  };
  return Fill(kRegistration, {{"separator", ""}, {"kind", "Validating"}}) +
         hook("validate", "    failurePolicy: Fail\n", "5", "") +
         hook("delete", "    failurePolicy: Ignore\n", "5", "") +
         Fill(kRegistration, {{"separator", "---\n"}, {"kind", "Mutating"}}) +
         hook("mutate", "    failurePolicy: Ignore\n    reinvocationPolicy: Never\n", "1", kChanges);
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
    resourceNames: [{{secret}}]
    verbs: [get, patch]
{{deployments}}  - apiGroups: [""]
    resources: [pods]
    verbs: [list, watch]
  - apiGroups: [apps]
    resources: [replicasets]
    verbs: [list]
  - apiGroups: [""]
    resources: [events]
    verbs: [create, list]
)";

constexpr const char* kStateRole = R"(---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: token-rotator-state
  namespace: {{guard}}
rules:
  - apiGroups: [""]
    resources: [secrets]
    resourceNames: [token-rotator-record, token-guard-retired]
    verbs: [get, patch]
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

// manifests/base/fence.yaml says why.
constexpr const char* kFence = R"yaml(---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: token-rotator-restarts-only
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [apps]
        apiVersions: ["*"]
        resources: [deployments]
        operations: [UPDATE]
  matchConditions:
    - name: the-rotator
      expression: request.userInfo.username == '{{rotator}}'
  variables:
    - name: was
      expression: "has(oldObject.spec.template.metadata.annotations) ? oldObject.spec.template.metadata.annotations : {}"
    - name: becomes
      expression: "has(object.spec.template.metadata.annotations) ? object.spec.template.metadata.annotations : {}"
  validations:
    - message: the rotator may change nothing of a pod but the annotation token-guard.keptn.sh/rotation
      expression: >-
        request.?dryRun.orValue(false)
        || object.spec.template.spec == oldObject.spec.template.spec
        && object.spec.template.?metadata.?labels == oldObject.spec.template.?metadata.?labels
        && object.spec.template.?metadata.?name == oldObject.spec.template.?metadata.?name
        && object.spec.template.?metadata.?generateName == oldObject.spec.template.?metadata.?generateName
        && object.spec.template.?metadata.?namespace == oldObject.spec.template.?metadata.?namespace
        && object.spec.template.?metadata.?finalizers == oldObject.spec.template.?metadata.?finalizers
        && object.spec.template.?metadata.?ownerReferences == oldObject.spec.template.?metadata.?ownerReferences
        && variables.becomes.all(k, (k in variables.was && variables.was[k] == variables.becomes[k])
          || (k == 'token-guard.keptn.sh/rotation' && variables.becomes[k].matches('^[0-9A-Za-z-]{1,64}$')))
        && variables.was.all(k, k == 'token-guard.keptn.sh/rotation' || k in variables.becomes)
    - message: the rotator may take no label and no annotation off a Deployment
      expression: >-
        (!has(oldObject.metadata.labels) || has(object.metadata.labels)
          && oldObject.metadata.labels.all(k, k in object.metadata.labels
            && oldObject.metadata.labels[k] == object.metadata.labels[k]))
        && (!has(oldObject.metadata.annotations) || has(object.metadata.annotations)
          && oldObject.metadata.annotations.all(k, k in object.metadata.annotations))
    - message: the rotator may add few and short labels and annotations to a Deployment, and not change what kubectl noted
      expression: >-
        (!has(object.metadata.labels) || size(object.metadata.labels) <= 64
          || has(oldObject.metadata.labels) && size(object.metadata.labels) <= size(oldObject.metadata.labels))
        && (!has(object.metadata.annotations) || size(object.metadata.annotations) <= 64
          || has(oldObject.metadata.annotations)
          && size(object.metadata.annotations) <= size(oldObject.metadata.annotations))
        && (!has(object.metadata.annotations) || object.metadata.annotations.all(k,
          object.metadata.annotations[k] == oldObject.metadata.?annotations[?k].orValue('')
          || (k != 'kubectl.kubernetes.io/last-applied-configuration' && size(object.metadata.annotations[k]) <= 1024)))
    - message: the rotator may change nothing else of a Deployment
      expression: >-
        object.spec.?replicas == oldObject.spec.?replicas
        && object.spec.selector == oldObject.spec.selector
        && object.spec.?strategy == oldObject.spec.?strategy
        && object.spec.?paused == oldObject.spec.?paused
        && object.spec.?minReadySeconds == oldObject.spec.?minReadySeconds
        && object.spec.?revisionHistoryLimit == oldObject.spec.?revisionHistoryLimit
        && object.spec.?progressDeadlineSeconds == oldObject.spec.?progressDeadlineSeconds
        && object.metadata.?ownerReferences == oldObject.metadata.?ownerReferences
        && object.metadata.?finalizers == oldObject.metadata.?finalizers
        && (!has(oldObject.metadata.managedFields) || has(object.metadata.managedFields))
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: token-rotator-secrets
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: ["*"]
        resources: [secrets]
        operations: [CREATE, UPDATE]
  matchConditions:
    - name: the-rotator
      expression: request.userInfo.username == '{{rotator}}'
  variables:
    - name: state
      expression: >-
        object.metadata.namespace == '{{guard}}' && object.metadata.name in ['token-rotator-record', 'token-guard-retired']
    - name: keys
      expression: "variables.state ? ['record.json', 'hmac-key', 'retired.json'] : [{{keys}}]"
    - name: was
      expression: "oldObject != null && has(oldObject.data) ? oldObject.data : {}"
    - name: becomes
      expression: "has(object.data) ? object.data : {}"
    - name: noted
      expression: "oldObject != null && has(oldObject.metadata.annotations) ? oldObject.metadata.annotations : {}"
    - name: notes
      expression: "has(object.metadata.annotations) ? object.metadata.annotations : {}"
    - name: foreign
      expression: "size(variables.notes.filter(k, !k.startsWith('token-guard.keptn.sh/')))"
  validations:
    - message: the rotator may change nothing of a Secret's data but the token, and not to nothing
      expression: >-
        variables.becomes.all(k, (k in variables.was && variables.was[k] == variables.becomes[k])
          || (k in variables.keys && size(variables.becomes[k]) > 0 && size(variables.becomes[k]) < 262144))
        && variables.was.all(k, k in variables.becomes)
    - message: the rotator may change no annotation of a Secret but the guard's own, and add few, no long one and not kubectl's
      expression: >-
        variables.notes.all(k, (k in variables.noted && variables.noted[k] == variables.notes[k])
          || ((!(k in variables.noted) || k.startsWith('token-guard.keptn.sh/')) && size(variables.notes[k]) <= 1024
            && k != 'kubectl.kubernetes.io/last-applied-configuration'))
        && (variables.foreign <= 64 || variables.notes.all(k, k in variables.noted || k.startsWith('token-guard.keptn.sh/')))
        && variables.noted.all(k, k in variables.notes || k.startsWith('token-guard.keptn.sh/'))
    - message: the rotator may change no label of a Secret, and add few
      expression: >-
        (oldObject == null || !has(oldObject.metadata.labels) || has(object.metadata.labels)
          && oldObject.metadata.labels.all(k, k in object.metadata.labels
            && oldObject.metadata.labels[k] == object.metadata.labels[k]))
        && (!has(object.metadata.labels) || size(object.metadata.labels) <= 64
          || oldObject != null && has(oldObject.metadata.labels)
          && size(object.metadata.labels) <= size(oldObject.metadata.labels))
    - message: the rotator may change nothing else of a Secret
      expression: >-
        oldObject != null
        && object.type == oldObject.type
        && object.?immutable == oldObject.?immutable
        && object.metadata.?ownerReferences == oldObject.metadata.?ownerReferences
        && object.metadata.?finalizers == oldObject.metadata.?finalizers
        && (!has(oldObject.metadata.managedFields) || has(object.metadata.managedFields))
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: token-rotator-restarts-only
spec:
  policyName: token-rotator-restarts-only
  validationActions: [Deny]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: token-rotator-secrets
spec:
  policyName: token-rotator-secrets
  validationActions: [Deny]
)yaml";

// The subject of a RoleBinding: a service account by its parts, any other user by name.
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
  std::string keys = "'" + profile.key + "'";
  for (const auto& copy : profile.copies) {
    keys += ", '" + copy.key + "'";
  }
  const std::map<std::string, std::string> here{
      {"namespace", profile.secret_namespace},
      {"secret", profile.secret},
      {"key", profile.key},
      {"guard", profile.guard_namespace},
      {"rotator", profile.rotator},
      {"keys", keys},
      {"role", "token-rotator"},
      {"subject", SubjectOf(profile.rotator)},
      {"deployments", names.empty() ? "" : Fill(kDeployments, {{"names", names}})}};
  std::map<std::string, std::string> state = here;
  state["namespace"] = profile.guard_namespace;
  state["role"] = "token-rotator-state";
  std::string text =
      Fill(Registrations() + kRole + kBinding + kStateRole, here) + Fill(kBinding, state) + Fill(kFence, here);
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
