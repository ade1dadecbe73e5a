// The checks of Evaluate, by subject. Internal to this module. Each appends its findings.
#pragma once

#include <chrono>
#include <string>

#include "doctor/finding.h"
#include "doctor/snapshot.h"
#include "token/profile.h"

namespace doctor {

// Of certificates: renewal begins 60 days before the end, so that fewer days mean that renewal does not work.
constexpr std::chrono::hours kExpiresSoon(30 * 24);

// api-server, clock, parts, webhook, version.
void CheckInstallation(const Snapshot& snapshot, const token::Profile& profile, Findings& findings);
// registration: whether each write of the guarded Secret reaches the webhook.
void CheckRegistration(const Snapshot& snapshot, const token::Profile& profile, Findings& findings);
// ca-bundle, certificate.
void CheckCertificates(const Snapshot& snapshot, const token::Profile& profile, Findings& findings);
// trial-weak, trial-strong.
void CheckTrials(const Snapshot& snapshot, const token::Profile& profile, Findings& findings);
// secret, owner, permissions, record, last-rotation, cron-job.
void CheckRotation(const Snapshot& snapshot, const token::Profile& profile, Findings& findings);

// The finding of an object that was not seen: `what` is missing (a failure with `remedy`), may not be read, or the call
// failed (warnings).
Finding Unseen(const std::string& check, const std::string& what, const base::Error& error, const std::string& remedy);

// Whether the trial was refused, and by a webhook of this configuration.
bool DeniedByGuard(const Trial& trial, const Snapshot& snapshot);

// "a, b and c".
std::string Join(const std::vector<std::string>& words);

}  // namespace doctor
