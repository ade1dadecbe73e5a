#include "rotator-job/app.h"

#include <unistd.h>

#include <iostream>
#include <utility>

#include "commands/status.h"
#include "doctor/collect.h"
#include "doctor/doctor.h"
#include "doctor/output.h"
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
  const doctor::Instruments instruments{
      http, client, dependencies.clock, dependencies.random, TOKEN_GUARD_VERSION, options.cluster.kubeconfig.empty()};
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

}  // namespace

int Run(const std::vector<std::string>& arguments, const cli::Sources& sources) {
  auto program = CommandLine({[&](const RunOptions& options) { return RunRotation(options, sources); },
                              [&](const StatusOptions& options) { return PrintStatus(options, sources); },
                              [&](const DoctorOptions& options) { return RunDoctor(options, sources); }});
  return cli::Run(program, arguments, sources, std::cout, std::cerr);
}

}  // namespace rotator_job
