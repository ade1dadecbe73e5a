#include "base/time_text.h"
#include "doctor/checks.h"
#include "rotation/owners.h"
#include "rotation/permissions.h"
#include "rotation/record_check.h"
#include "token/policy.h"

namespace doctor {
namespace {

using WallTime = ports::Clock::WallTime;

// A run ends after 15 minutes at most, and the CronJob tries four times.
constexpr std::chrono::hours kStuckAfter(1);
// The CronJob rotates after 30 days; half a month of failed nights is a fault. The alert has the same limit.
constexpr std::chrono::hours kOverdueAfter(45 * 24);

constexpr std::chrono::hours kFirstRun(48);  // Both CronJobs run daily.

std::string RotateNow(const token::Profile& profile) {
  return "kubectl create job rotate-now --from=cronjob/token-rotator -n " + profile.guard_namespace;
}

// The CronJob's own run leaves a young token.
std::string RotateAtAnyAge(const token::Profile& profile) {
  return RotateNow(profile) +
         R"( --dry-run=client -o json | sed 's/--max-age=[^"]*/--max-age=0s/' | kubectl create -f -)";
}

// Whether the time is known and further back than `limit`.
bool IsOlder(const std::string& time, std::chrono::seconds limit, WallTime now) {
  const auto parsed = base::ParseTime(time);
  return parsed && now - *parsed > limit;
}

void CheckToken(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  const std::string what = "Secret " + profile.secret_namespace + "/" + profile.secret;
  const auto found = snapshot.secret->data.find(profile.key);
  if (found == snapshot.secret->data.end() || found->second.Empty()) {
    findings.push_back({"secret", Level::kFailure, what + " has no token under the key " + profile.key,
                        "Store one: token-webhook generate (docs/recipes.md)."});
    return;
  }
  if (snapshot.secret->immutable) {
    findings.push_back({"secret", Level::kFailure, what + " is immutable: its token cannot be rotated",
                        "Delete the Secret and create it again without immutable: true."});
    return;
  }
  token::Subject subject;
  subject.token = found->second.Reveal();
  subject.secret_namespace = profile.secret_namespace;
  std::vector<std::string> denials;
  for (const auto& finding : token::Judge(subject, {}, profile).findings) {
    if (finding.severity == token::Severity::kDeny) {
      denials.emplace_back(finding.id);
    }
  }
  if (denials.empty()) {
    findings.push_back({"secret", Level::kOk, what + " holds a token that the policy accepts"});
  } else {
    findings.push_back({"secret", Level::kWarning,
                        what + " holds a token that the policy would refuse today (" + Join(denials) + ")",
                        "Rotate: " + RotateAtAnyAge(profile)});
  }
}

void CheckSecret(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  if (!snapshot.secret) {
    findings.push_back(Unseen("secret", "Secret " + profile.secret_namespace + "/" + profile.secret,
                              snapshot.secret.error(), "Install Keptn first, or name its Secret in the profile."));
    return;
  }
  CheckToken(snapshot, profile, findings);
  const auto owner = rotation::FindOwner(*snapshot.secret);
  if (owner && owner->reverts) {
    findings.push_back({"owner", Level::kFailure, owner->name + " owns the Secret and would revert a rotation",
                        "Change its setting: " + owner->advice + "."});
  } else {
    findings.push_back(
        {"owner", Level::kOk,
         owner ? owner->name + " owns the Secret and keeps a rotated token" : "no tool owns the Secret"});
  }
}

void CheckPermissions(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  const std::string account = "the account " + profile.rotator;
  if (!snapshot.permissions) {
    findings.push_back({"permissions", Level::kWarning, "not checked: " + snapshot.permissions.error().message,
                        "Run the doctor as the rotator's account (manifests/doctor) or as an administrator."});
    return;
  }
  std::vector<std::string> missing;
  for (const auto& permission : snapshot.permissions->missing) {
    missing.push_back(rotation::Describe(permission) + " in " +
                      (permission.ns.empty() ? profile.secret_namespace : permission.ns));
  }
  if (missing.empty()) {
    findings.push_back({"permissions", Level::kOk, account + " has what a rotation needs"});
  } else {
    findings.push_back({"permissions", Level::kFailure, account + " may not " + Join(missing),
                        "Grant it: " + rotation::GrantCommand(snapshot.permissions->missing.front()) + "."});
  }
}

void CheckRecord(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  constexpr const char* kName = "record";
  if (!snapshot.record) {
    const auto& error = snapshot.record.error();
    findings.push_back(error.code == base::Code::kInvalid
                           ? Finding{kName, Level::kFailure, error.message, "Run the command at the end of the line."}
                           : Unseen(kName, std::string("Secret ") + rotation::kRecordSecret, error,
                                    "Create it, empty: kubectl create secret generic " +
                                        std::string(rotation::kRecordSecret) + " -n " + profile.guard_namespace + "."));
    return;
  }
  const auto& record = *snapshot.record;
  const std::string guarded = profile.secret + "/" + profile.key;
  const auto usable = rotation::CheckRecord(record, snapshot.now, profile.guard_namespace);
  if (!usable) {
    findings.push_back({kName, Level::kFailure, usable.error().message, "Run the command at the end of the line."});
  } else if (!record.guards.empty() && record.guards != guarded) {
    findings.push_back({kName, Level::kFailure, "the record is about " + record.guards + ", not " + guarded,
                        "Name the right profile, or give each profile a guardNamespace of its own."});
  } else if (record.phase != rotation::Phase::kIdle && IsOlder(record.started, kStuckAfter, snapshot.now)) {
    findings.push_back({kName, Level::kFailure,
                        "rotation " + record.id + " began at " + record.started + " and has not ended",
                        "Continue it: " + RotateNow(profile) + "; its log says what stands in the way."});
  } else if (record.failures >= rotation::kMaxFailures) {
    findings.push_back(
        {kName, Level::kFailure,
         std::to_string(record.failures) + " rotations in a row have failed, and no further one is tried",
         "Read the log of the last Job, correct the cause, then run token-rotator rotate --force."});
  } else if (record.failures > 0) {
    findings.push_back({kName, Level::kWarning,
                        "the last rotation failed, " + std::to_string(record.failures) + " in a row",
                        "Read the log of the last Job: kubectl logs -n " + profile.guard_namespace +
                            " -l app.kubernetes.io/name=token-rotator."});
  } else if (record.phase != rotation::Phase::kIdle) {
    findings.push_back({kName, Level::kOk, "rotation " + record.id + " is under way since " + record.started});
  } else {
    findings.push_back({kName, Level::kOk, "no rotation is under way"});
  }
}

void CheckLastRotation(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  constexpr const char* kName = "last-rotation";
  if (!snapshot.retired) {
    const auto& error = snapshot.retired.error();
    findings.push_back(
        error.code == base::Code::kInvalid
            ? Finding{kName, Level::kFailure,
                      std::string("the list of retired tokens in Secret ") + rotation::kRetiredSecret +
                          " cannot be read: " + error.message,
                      "Empty the list: kubectl patch secret " + std::string(rotation::kRetiredSecret) + " -n " +
                          profile.guard_namespace + R"( --type=json -p '[{"op":"remove","path":"/data"}]'.)"}
            : Unseen(kName, std::string("Secret ") + rotation::kRetiredSecret, error,
                     "Create it, empty: kubectl create secret generic " + std::string(rotation::kRetiredSecret) +
                         " -n " + profile.guard_namespace + "."));
    return;
  }
  const auto& list = *snapshot.retired;
  const std::string since = !list.rotated_at.empty() ? list.rotated_at
                            : snapshot.secret        ? snapshot.secret->created
                                                     : "";
  const std::string what =
      list.rotated_at.empty() ? "the token was never rotated" : "the last rotation was at " + since;
  const auto last = base::ParseTime(list.rotated_at);
  if (last && *last - snapshot.now > rotation::kMaxClockSkew) {
    findings.push_back({kName, Level::kWarning, what + ", which is in the future",
                        "Correct the clock that was wrong, then rotate: " + RotateNow(profile) + "."});
  } else if (IsOlder(since, kOverdueAfter, snapshot.now)) {
    findings.push_back({kName, Level::kWarning, what + ", and the Secret is older than 45 days",
                        "Rotate: " + RotateNow(profile) + "; its log says what stands in the way."});
  } else {
    findings.push_back({kName, Level::kOk, what + "; " + std::to_string(list.entries.size()) + " tokens are retired"});
  }
}

void CheckCronJob(const std::string& name, const Seen<CronJob>& seen, const Snapshot& snapshot,
                  const token::Profile& profile, Findings& findings) {
  constexpr const char* kName = "cron-job";
  const std::string what = "CronJob " + name;
  const std::string effect = name == "token-rotator" ? "nothing rotates the token" : "nothing renews the certificate";
  if (!seen) {
    auto finding = Unseen(kName, what + " in " + profile.guard_namespace, seen.error(),
                          "Apply the manifests, or the chart, again, unless its runs are started by other means.");
    finding.level = Level::kWarning;
    findings.push_back(std::move(finding));
    return;
  }
  const auto& job = *seen;
  const bool ran = !job.scheduled.empty();
  const bool good = ran && !job.successful.empty() && job.successful >= job.scheduled;  // RFC 3339 sorts as text.
  if (job.suspended) {
    findings.push_back({kName, Level::kWarning, what + " is suspended: " + effect,
                        "Set spec.suspend to false when the reason has gone."});
  } else if (ran && !good && job.active == 0 && IsOlder(job.scheduled, kStuckAfter, snapshot.now)) {
    findings.push_back({kName, Level::kFailure, "the run of " + what + " at " + job.scheduled + " did not succeed",
                        "Read the last line of its log: kubectl logs -n " + profile.guard_namespace +
                            " -l app.kubernetes.io/name=" + name + " (docs/runbook.md)."});
  } else if (!ran && IsOlder(job.created, kFirstRun, snapshot.now)) {
    findings.push_back({kName, Level::kWarning, what + " has never run: " + effect,
                        "Read its events: kubectl describe cronjob " + name + " -n " + profile.guard_namespace + "."});
  } else if (ran && !good && job.active == 0) {
    findings.push_back({kName, Level::kWarning,
                        "the run of " + what + " at " + job.scheduled + " has not succeeded yet",
                        "Run the doctor again in an hour, or read its log: kubectl logs -n " + profile.guard_namespace +
                            " -l app.kubernetes.io/name=" + name + "."});
  } else {
    findings.push_back({kName, Level::kOk,
                        what + (good  ? " succeeded at " + job.scheduled
                                : ran ? " runs since " + job.scheduled
                                      : " waits for its first run")});
  }
}

}  // namespace

void CheckRotation(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  CheckSecret(snapshot, profile, findings);
  CheckPermissions(snapshot, profile, findings);
  CheckRecord(snapshot, profile, findings);
  CheckLastRotation(snapshot, profile, findings);
  for (const auto& [name, job] : snapshot.cron_jobs) {
    CheckCronJob(name, job, snapshot, profile, findings);
  }
}

}  // namespace doctor
