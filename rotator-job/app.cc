#include "rotator-job/app.h"

#include <unistd.h>

#include <iostream>
#include <utility>

#include "certificates/bundle.h"
#include "certificates/renewal.h"
#include "commands/status.h"
#include "doctor/collect.h"
#include "doctor/doctor.h"
#include "doctor/output.h"
#include "kube_http/serving_probe.h"
#include "kube_http/webhooks.h"
#include "rotation/lease.h"
#include "rotation/rotation.h"
#include "rotator-job/dependencies.h"
#include "rotator-job/options.h"
#include "sys/process.h"
#include "trail/instance.h"

namespace rotator_job {
namespace {

using rotation::Exit;

// Prints the error; the result is the exit code.
int Complain(const std::string& sentence, Exit exit) {
  std::cerr << "token-rotator: " << sentence << "\n";
  return static_cast<int>(exit);
}

int PrintStatus(const StatusOptions& options, const cli::Sources& sources) {
  Dependencies dependencies;
  const auto profile = Prepare(dependencies, options.cluster, sources, STDERR_FILENO);
  if (!profile) {
    return Complain(profile.error().message, Exit::kUsage);
  }
  rotation::Lease lease(*dependencies.api, dependencies.clock, "", *profile);
  const auto read = lease.Read();
  auto secret = read ? dependencies.api->GetSecret({profile->secret}) : base::Fail(read.error());
  if (!secret && (!read || secret.error().code != base::Code::kNotFound)) {
    return Complain(secret.error().message,
                    secret.error().code == base::Code::kUnavailable ? Exit::kUnreachable : Exit::kNeedsPerson);
  }
  commands::Status status = commands::Summarize(*profile, lease.Contents(), secret ? &*secret : nullptr,
                                                dependencies.clock.Now(), options.settings);
  commands::AddFindings(status, *profile, lease.Contents(), *dependencies.api, dependencies.clock);
  std::cout << (options.format == OutputFormat::kJson ? commands::AsJson(status) : commands::ForPeople(status))
            << std::flush;
  return std::cout ? 0 : Complain("standard output could not be written", Exit::kNeedsPerson);
}

int RunDoctor(const DoctorOptions& options, const cli::Sources& sources) {
  Dependencies dependencies;
  const auto profile = Prepare(dependencies, options.cluster, sources, STDERR_FILENO);
  if (!profile) {
    return Complain(profile.error().message, Exit::kUsage);
  }
  kube_http::Http& http = dependencies.logged ? *dependencies.logged : *dependencies.http;
  kube_http::Api client(http, profile->secret_namespace, [] { return std::string(); });
  kube_http::CurlServingProbe probe;
  const doctor::Instruments instruments{http,
                                        client,
                                        probe,
                                        dependencies.clock,
                                        dependencies.random,
                                        TOKEN_GUARD_VERSION,
                                        options.cluster.kubeconfig.empty()};
  const auto findings =
      doctor::Run([&] { return doctor::Collect(instruments, *profile); }, *profile, options.wait, dependencies.clock);
  if (!findings) {
    return Complain(findings.error().message,
                    findings.error().code == base::Code::kDenied ? Exit::kNeedsPerson : Exit::kUnreachable);
  }
  std::cout << (options.format == OutputFormat::kJson ? doctor::AsJson(*findings)
                                                      : doctor::AsText(*findings, isatty(STDOUT_FILENO) != 0))
            << std::flush;
  return std::cout ? doctor::ExitCode(*findings) : Complain("standard output could not be written", Exit::kNeedsPerson);
}

int RunRotation(const RunOptions& options, const cli::Sources& sources) {
  Dependencies dependencies;
  const auto profile = Prepare(dependencies, options.cluster, sources, STDOUT_FILENO);
  if (!profile) {
    return Complain(profile.error().message, Exit::kUsage);
  }
  rotation::Settings settings = options.settings;
  settings.holder = HolderIdentity(dependencies.random);
  auto instance = trail::MakeInstance(sys::HostName(), dependencies.random);
  if (!instance) {
    return Complain(instance.error().message, Exit::kUsage);
  }
  settings.instance = std::move(*instance);
  return static_cast<int>(rotation::Run({settings, *profile, *dependencies.api, dependencies.probe, dependencies.clock,
                                         dependencies.random, *dependencies.log}));
}

// In a pod, the pod's own namespace: the account has rights in no other.
base::Result<std::string> GuardNamespace(Dependencies& dependencies, const ClusterOptions& cluster,
                                         const token::Profile& profile) {
  constexpr std::size_t kMaxName = 256;
  if (!cluster.kubeconfig.empty()) {
    return profile.guard_namespace;
  }
  const auto own = dependencies.files.Read("/var/run/secrets/kubernetes.io/serviceaccount/namespace", kMaxName);
  return own ? base::Result<std::string>(std::string(own->Reveal())) : base::Fail(own.error());
}

base::Result<certificates::Settings> ReadSettings(Dependencies& dependencies, const CertificatesOptions& options) {
  constexpr std::size_t kMaxBytes = 1U << 20U;  // A caBundle is some kilobytes; a mebibyte is a mistake.
  certificates::Settings settings = options.settings;
  if (!options.ca_file.empty()) {
    const auto file = dependencies.files.Read(options.ca_file, kMaxBytes);
    if (!file) {
      return base::Fail(file.error());
    }
    settings.authorities = certificates::With("", file->Reveal());
    if (settings.authorities.empty()) {
      return base::Fail(base::Code::kInvalid, options.ca_file + " holds no certificate in PEM form");
    }
  }
  return settings;
}

int RenewCertificates(const CertificatesOptions& options, const cli::Sources& sources) {
  const std::string manager = "token-guard";  // Flux takes over what managers named kubectl… have written.
  Dependencies dependencies;
  const auto profile = Prepare(dependencies, options.cluster, sources, STDOUT_FILENO);
  if (!profile) {
    return Complain(profile.error().message, Exit::kUsage);
  }
  const auto ns = GuardNamespace(dependencies, options.cluster, *profile);
  const auto settings = ReadSettings(dependencies, options);
  if (!ns || !settings) {
    return Complain(ns ? settings.error().message : ns.error().message, Exit::kUsage);
  }
  kube_http::Api api(*dependencies.retried, *ns, {}, manager);
  kube_http::Webhooks webhooks(*dependencies.retried, manager);
  kube_http::CurlServingProbe probe;
  return static_cast<int>(
      certificates::Renewal(*settings, *ns,
                            {api, webhooks, probe, dependencies.clock, dependencies.random, *dependencies.log})
          .Run());
}

}  // namespace

int Run(const std::vector<std::string>& arguments, const cli::Sources& sources) {
  auto program = CommandLine({[&](const RunOptions& options) { return RunRotation(options, sources); },
                              [&](const StatusOptions& options) { return PrintStatus(options, sources); },
                              [&](const DoctorOptions& options) { return RunDoctor(options, sources); },
                              [&](const CertificatesOptions& options) { return RenewCertificates(options, sources); }});
  return cli::Run(program, arguments, sources, std::cout, std::cerr);
}

}  // namespace rotator_job
