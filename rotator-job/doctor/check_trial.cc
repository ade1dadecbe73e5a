#include <algorithm>

#include "doctor/checks.h"

namespace doctor {
namespace {

// The first line of a sentence, at most 600 bytes.
std::string Short(const std::string& text) {
  constexpr std::size_t kMaxBytes = 600;
  const std::string line = text.substr(0, text.find('\n'));
  return line.size() <= kMaxBytes ? line : line.substr(0, kMaxBytes) + "…";
}

bool MayNotWrite(const base::Error& error) {
  return error.code == base::Code::kDenied && error.message.find(" cannot patch resource ") != std::string::npos;
}

// The finding of a trial that says nothing about the webhook, if it is one.
std::optional<Finding> NotTried(const std::string& check, const Trial& trial, const token::Profile& profile) {
  if (!trial.made) {
    return Finding{check, Level::kWarning, "not tried: there is no Secret to write to",
                   "Create the token, then run the doctor again."};
  }
  if (!trial.result && MayNotWrite(trial.result.error())) {
    return Finding{check, Level::kWarning,
                   "not tried: this account may not patch Secret " + profile.secret + ", not even as a dry run",
                   "Run the doctor as the rotator's account (manifests/doctor) or as an administrator."};
  }
  if (!trial.result &&
      (trial.result.error().code == base::Code::kConflict || trial.result.error().code == base::Code::kUnavailable)) {
    return Finding{check, Level::kWarning, "not tried: " + Short(trial.result.error().message),
                   "Run the doctor again."};
  }
  return std::nullopt;
}

// kube-apiserver could not call the webhook.
std::optional<Finding> NotCalled(const std::string& check, const Trial& trial) {
  if (trial.result || trial.result.error().message.find("failed calling webhook") == std::string::npos) {
    return std::nullopt;
  }
  return Finding{check, Level::kFailure,
                 "kube-apiserver cannot call the webhook, and every change of the token is refused: " +
                     Short(trial.result.error().message),
                 "Find the message in docs/troubleshooting.md, \"A write of the token fails\"."};
}

void CheckWeak(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  const std::string check = "trial-weak";
  if (auto finding = NotTried(check, snapshot.weak, profile)) {
    findings.push_back(std::move(*finding));
  } else if (auto failed = NotCalled(check, snapshot.weak)) {
    findings.push_back(std::move(*failed));
  } else if (snapshot.weak.result && profile.mode == token::Mode::kAudit) {
    findings.push_back({check, Level::kWarning, "a weak token was accepted, because the profile's mode is audit",
                        "Set the mode to enforce when the audit log shows no surprises."});
  } else if (snapshot.weak.result) {
    findings.push_back({check, Level::kFailure, "a weak token was accepted: the Secret is not guarded",
                        "See the lines on registration; if they are ok, look at the webhook's mode and profile."});
  } else if (!DeniedByGuard(snapshot.weak, snapshot)) {
    findings.push_back(
        {check, Level::kFailure,
         "a weak token was refused, but not by the guard: " + Short(snapshot.weak.result.error().message),
         "Exempt " + profile.secret_namespace + "/" + profile.secret +
             " from the policy that the message names, then run the doctor again."});
  } else {
    findings.push_back({check, Level::kOk, "a weak token is refused by the guard (dry run)"});
  }
}

void CheckStrong(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  const std::string check = "trial-strong";
  if (auto finding = NotTried(check, snapshot.strong, profile)) {
    findings.push_back(std::move(*finding));
  } else if (auto failed = NotCalled(check, snapshot.strong)) {
    findings.push_back(std::move(*failed));
  } else if (snapshot.strong.result) {
    findings.push_back({check, Level::kOk, "a strong token is accepted (dry run)"});
  } else {
    findings.push_back({check, Level::kFailure,
                        "a strong token was refused: " + Short(snapshot.strong.result.error().message),
                        DeniedByGuard(snapshot.strong, snapshot)
                            ? "Give webhook and doctor the same --profile-file."
                            : "Exempt the Secret from the policy that the message names; a rotation would fail too."});
  }
}

}  // namespace

bool DeniedByGuard(const Trial& trial, const Snapshot& snapshot) {
  if (trial.result) {
    return false;
  }
  const std::string& message = trial.result.error().message;
  if (message.find("is refused") == std::string::npos) {
    return false;
  }
  if (!snapshot.validating) {
    return message.find("token-webhook") != std::string::npos;
  }
  return std::any_of(snapshot.validating->begin(), snapshot.validating->end(), [&](const Hook& hook) {
    return message.find("admission webhook \"" + hook.name + "\" denied the request") != std::string::npos;
  });
}

void CheckTrials(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  CheckWeak(snapshot, profile, findings);
  CheckStrong(snapshot, profile, findings);
}

}  // namespace doctor
