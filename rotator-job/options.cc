#include "rotator-job/options.h"

#include "cli/duration.h"
#include "doctor/output.h"

namespace rotator_job {
namespace {

using certificates::Mode;
using rotation::Exit;
using rotation::Settings;
using rotation::Strategy;

constexpr long kMaxDeadline = 3600;  // Seconds. The CronJob of manifests/base stops a run after 900.

void BindCluster(cli::Options& options, ClusterOptions& cluster) {
  options.Add({"kubeconfig", "FILE", "Kubeconfig of the cluster. If unset, use the service account of this pod."},
              cluster.kubeconfig);
  options.Add({"context", "NAME", "Context of the kubeconfig. If unset, use its current context."}, cluster.context);
  options.Add({"profile-file", "FILE",
               "JSON file of profiles (docs/profiles.md). If unset, the built-in profile of Keptn is in force."},
              cluster.profile_file);
  options.Add({"profile", "NAME", "Profile of the file. Required if the file holds several."}, cluster.profile);
  options.Add({"namespace", "NAME", "Namespace of Keptn, for the built-in profile. (default: keptn)"},
              cluster.secret_namespace);
  options.Add({"request-timeout", "SECONDS", "Deadline of each call to the API server."}, cluster.request_timeout,
              cli::Seconds(1, 120));
  options.Add({"verbose", "", "Log each call to the API server: method, path, status, milliseconds.", 'v'},
              cluster.verbose);
}

void BindKeep(cli::Options& options, Settings& settings) {
  options.Add({"keep-previous", "AGE", "Keep the previous token for a rollback this long. The next run deletes it."},
              settings.keep, cli::Age());
}

void BindMaxAge(cli::Options& options, Settings& settings) {
  options.Add({"max-age", "AGE", "Rotate only a token that is older than this; 0s rotates always."}, settings.max_age,
              cli::Age());
}

void BindRun(cli::Options& options, RunOptions& run) {
  Settings& settings = run.settings;
  options.Add({"strategy", "",
               "rollout stamps the pod templates; delete-pods deletes the consumers' pods and needs the overlay "
               "manifests/delete-pods."},
              settings.strategy,
              cli::OneOf<Strategy>({{"rollout", Strategy::kRollout}, {"delete-pods", Strategy::kDeletePods}}));
  options.Add({"deadline", "SECONDS", "Roll back if the new token has not been proven within this time."},
              settings.deadline, cli::Seconds(1, kMaxDeadline));
  options.Add(
      {"rollback-deadline", "SECONDS",
       "Stop a rollback, for a person to continue, if the previous token has not been proven within this time."},
      settings.rollback_deadline, cli::Seconds(1, kMaxDeadline));
  options.Add({"lock-timeout", "SECONDS", "Take over the lock if it has not been renewed for this long."},
              settings.lock, cli::Seconds(1, kMaxDeadline));
  options.Add({"dry-run", "", "Report what would be done. Change nothing and take no lock."}, settings.dry_run);
  options.Add({"accept-owner", "", "Continue although a GitOps tool may revert the Secret."}, settings.accept_owner);
  BindKeep(options, settings);
  BindCluster(options, run.cluster);
}

void BindRotate(cli::Options& options, RunOptions& rotate) {
  BindMaxAge(options, rotate.settings);
  options.Add({"force", "", "Rotate despite three failures in a row, and reset their count."}, rotate.settings.force);
  BindRun(options, rotate);
}

void BindRollback(cli::Options& options, RunOptions& rollback) {
  rollback.settings.rollback = true;
  BindRun(options, rollback);
}

void BindFormat(cli::Options& options, OutputFormat& format) {
  options.Add({"output", "", "Format of the output: text for people, json for programs.", 'o'}, format,
              cli::OneOf<OutputFormat>({{"text", OutputFormat::kText}, {"json", OutputFormat::kJson}}));
}

void BindStatus(cli::Options& options, StatusOptions& status) {
  BindFormat(options, status.format);
  BindMaxAge(options, status.settings);
  BindKeep(options, status.settings);
  BindCluster(options, status.cluster);
}

void BindDoctor(cli::Options& options, DoctorOptions& doctor) {
  options.Add({"wait", "AGE", "Look again for this long while a check fails, for example 2m after an installation."},
              doctor.wait, cli::Age());
  BindFormat(options, doctor.format);
  BindCluster(options, doctor.cluster);
}

void BindCertificates(cli::Options& options, CertificatesOptions& certificates) {
  auto& settings = certificates.settings;
  options.Add({"mode", "",
               "builtin: make and renew the serving certificate. cert-manager: cert-manager does, and its cainjector "
               "fills the caBundle. existing: the Secret token-webhook-tls is yours."},
              settings.mode,
              cli::OneOf<Mode>(
                  {{"builtin", Mode::kBuiltin}, {"cert-manager", Mode::kCertManager}, {"existing", Mode::kExisting}}));
  options.Add({"ca-file", "FILE",
               "With --mode=existing: PEM file of CAs that are added to each caBundle. If unset, the caBundle stays as "
               "it is."},
              certificates.ca_file);
  options.Add({"renew", "", "Renew the certificate and the path key although both are young."}, settings.renew);
  options.Add(
      {"deadline", "SECONDS", "Stop, for the next run to continue, if the pods have not followed within this time."},
      settings.deadline, cli::Seconds(1, kMaxDeadline));
  BindCluster(options, certificates.cluster);
}

base::Result<void> ValidateCertificates(const CertificatesOptions& options) {
  if (!options.ca_file.empty() && options.settings.mode != Mode::kExisting) {
    return base::Fail(base::Code::kInvalid, "--ca-file needs --mode=existing");
  }
  return {};
}

template <typename T>
base::Result<void> Valid(const T& /*options*/) {
  return {};
}

}  // namespace

cli::Program CommandLine(const Handlers& handlers) {
  const auto code = [](Exit exit) { return static_cast<int>(exit); };
  cli::Program program{
      "token-rotator",
      TOKEN_GUARD_VERSION,
      "rotates the Keptn API token, and proves that consumers accept the new token and reject the old",
      {{code(Exit::kDone), "rotated, or nothing is due"},
       {doctor::kFailed, "doctor: at least one check failed"},
       {code(Exit::kUsage), "wrong usage or configuration"},
       {code(Exit::kNeedsPerson), "needs a person; the log says what to do"},
       {code(Exit::kUnreachable), "the API server was unreachable, or time ran out; the next run continues"},
       {code(Exit::kLocked), "another run holds the lock"},
       {code(Exit::kRolledBack), "rolled back: the previous token is live again"}},
      {}};
  program.Add<RunOptions>("rotate",
                          "Create a token, set it, restart its consumers and prove it. Continue what an earlier run "
                          "left unfinished.",
                          BindRotate, Valid, handlers.run);
  program.Add<RunOptions>(
      "rollback",
      "Restore the token before the last rotation, proven like a rotation. Roll back a rotation that "
      "was interrupted.",
      BindRollback, Valid, handlers.run);
  program.Add<StatusOptions>("status",
                             "Print the record: state, age, next rotation, failures, and the holder of the lock.",
                             BindStatus, Valid, handlers.status);
  program.Add<DoctorOptions>("doctor",
                             "Check the installation: one line for each check, with what to do about a fault. Change "
                             "nothing. Warnings alone exit with 0.",
                             BindDoctor, Valid, handlers.doctor);
  program.Add<CertificatesOptions>(
      "certs",
      "Create and renew the webhook's serving certificate and path key, and fill them into the registrations. Continue "
      "what an earlier run left unfinished.",
      BindCertificates, ValidateCertificates, handlers.certificates);
  return program;
}

}  // namespace rotator_job
