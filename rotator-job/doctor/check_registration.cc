#include <algorithm>

#include "doctor/checks.h"

namespace doctor {

bool Selector::Matches(const std::map<std::string, std::string>& what) const {
  const auto value = [&](const std::string& key) {
    const auto found = what.find(key);
    return found == what.end() ? std::optional<std::string>() : found->second;
  };
  const auto holds = [&](const Expression& expression) {
    const auto seen = value(expression.key);
    const bool listed = seen && expression.values.count(*seen) != 0;
    return expression.op == "In"             ? listed
           : expression.op == "NotIn"        ? !listed
           : expression.op == "Exists"       ? seen.has_value()
           : expression.op == "DoesNotExist" ? !seen.has_value()
                                             : false;
  };
  return std::all_of(labels.begin(), labels.end(),
                     [&](const auto& label) { return value(label.first) == label.second; }) &&
         std::all_of(expressions.begin(), expressions.end(), holds);
}

namespace {

constexpr const char* kCheck = "registration";
constexpr const char* kApply = "Apply the manifests, or the chart, again: they hold the registrations.";

std::string Activate(const token::Profile& profile) {
  return "Read what holds token-rotator certs up (docs/certificates.md): kubectl logs -n " + profile.guard_namespace +
         " -l app.kubernetes.io/name=token-certificates.";
}

bool Holds(const std::set<std::string>& set, const std::string& what) {
  return set.count("*") != 0 || set.count(what) != 0;
}

// As installed: kube-apiserver calls no webhook without rules.
bool IsInactive(const std::vector<Hook>& hooks) {
  return !hooks.empty() && std::all_of(hooks.begin(), hooks.end(), [](const Hook& hook) { return hook.rules.empty(); });
}

bool RulesCover(const Hook& hook, const std::string& operation) {
  return std::any_of(hook.rules.begin(), hook.rules.end(), [&](const Hook::Rule& rule) {
    const bool resource = rule.resources.count("*/*") != 0 || Holds(rule.resources, "secrets");
    return Holds(rule.groups, "") && Holds(rule.versions, "v1") && resource && Holds(rule.operations, operation) &&
           rule.scope != "Cluster";
  });
}

// Why a write of the guarded Secret does not reach the hook; empty if nothing that can be told without CEL is in the
// way. The trials settle the rest.
std::string Gap(const Hook& hook, const Snapshot& snapshot, const token::Profile& profile) {
  if (snapshot.namespace_labels && !hook.namespaces.Matches(*snapshot.namespace_labels)) {
    return "its namespaceSelector does not match namespace " + profile.secret_namespace;
  }
  if (snapshot.secret && !hook.objects.Matches(snapshot.secret->labels)) {
    return "its objectSelector does not match Secret " + profile.secret;
  }
  for (const auto& condition : hook.conditions) {
    if (condition.find("metadata.name") != std::string::npos &&
        condition.find("'" + profile.secret + "'") == std::string::npos &&
        condition.find('"' + profile.secret + '"') == std::string::npos) {
      return "its matchConditions select another name than " + profile.secret;
    }
  }
  return "";
}

// The hooks that a write of this kind reaches. If there is none, `gap` says why.
std::vector<const Hook*> Covering(const std::vector<Hook>& hooks, const std::string& operation,
                                  const Snapshot& snapshot, const token::Profile& profile, std::string& gap) {
  std::vector<const Hook*> covering;
  gap = "no webhook of it has a rule for " + operation + " of secrets";
  for (const auto& hook : hooks) {
    if (!RulesCover(hook, operation)) {
      continue;
    }
    const std::string why = Gap(hook, snapshot, profile);
    if (why.empty()) {
      covering.push_back(&hook);
    } else {
      gap = hook.name + ": " + why;
    }
  }
  return covering;
}

void CheckValidating(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  const std::string what = "ValidatingWebhookConfiguration token-webhook";
  if (!snapshot.validating) {
    findings.push_back(Unseen(kCheck, what, snapshot.validating.error(), kApply));
    return;
  }
  if (IsInactive(*snapshot.validating)) {
    findings.push_back(
        {kCheck, Level::kFailure, what + " has no rules yet: kube-apiserver calls no webhook", Activate(profile)});
    return;
  }
  const std::string guarded = profile.secret_namespace + "/" + profile.secret;
  bool whole = true;
  for (const auto* operation : {"CREATE", "UPDATE", "DELETE"}) {
    const bool deletion = std::string(operation) == "DELETE";  // Stores no token: seen by the audit log alone.
    std::string gap;
    const auto covering = Covering(*snapshot.validating, operation, snapshot, profile, gap);
    const bool enforced =
        std::any_of(covering.begin(), covering.end(), [](const Hook* hook) { return hook->failure_policy == "Fail"; });
    if (covering.empty()) {
      findings.push_back({kCheck, deletion ? Level::kWarning : Level::kFailure,
                          std::string(operation) + " of " + guarded + " does not reach the webhook: " + gap, kApply});
    } else if (!deletion && !enforced) {
      findings.push_back({kCheck, Level::kWarning,
                          std::string(operation) + " of " + guarded + " is not judged while the webhook is down: " +
                              covering.front()->name + " has failurePolicy Ignore",
                          "Set failurePolicy to Fail unless this is intended."});
    } else if (deletion && enforced) {
      findings.push_back({kCheck, Level::kWarning,
                          "namespace " + profile.secret_namespace +
                              " cannot be deleted while the webhook is down: " + "DELETE has failurePolicy Fail",
                          "Set failurePolicy to Ignore for DELETE, as the manifests do."});
    } else {
      continue;
    }
    whole = false;
  }
  if (!snapshot.namespace_labels) {
    findings.push_back(Unseen(kCheck, "namespace " + profile.secret_namespace, snapshot.namespace_labels.error(),
                              "Install Keptn first, or name its namespace in the profile."));
  } else if (whole) {
    findings.push_back({kCheck, Level::kOk, "every write of " + guarded + " reaches the webhook"});
  }
}

void CheckMutating(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  const std::string effect = ": changes of the token are not recorded in annotations of the Secret";
  std::string gap = "MutatingWebhookConfiguration token-webhook does not exist";
  if (!snapshot.mutating && snapshot.mutating.error().code != base::Code::kNotFound) {
    findings.push_back(Unseen(kCheck, "MutatingWebhookConfiguration token-webhook", snapshot.mutating.error(), kApply));
    return;
  }
  if (snapshot.mutating && !Covering(*snapshot.mutating, "UPDATE", snapshot, profile, gap).empty()) {
    findings.push_back({kCheck, Level::kOk, "each change of the token is recorded in annotations"});
    return;
  }
  findings.push_back({kCheck, Level::kWarning, gap + effect,
                      snapshot.mutating && IsInactive(*snapshot.mutating) ? Activate(profile) : std::string(kApply)});
}

}  // namespace

void CheckRegistration(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  CheckValidating(snapshot, profile, findings);
  CheckMutating(snapshot, profile, findings);
}

}  // namespace doctor
