#include "rotator-job/app.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <iostream>
#include <memory>

#include "base/hex.h"
#include "base/time_text.h"
#include "commands/status.h"
#include "commands/terminal_log.h"
#include "kube_http/api.h"
#include "kube_http/config.h"
#include "kube_http/http.h"
#include "kube_http/retry.h"
#include "kube_http/wire_log.h"
#include "rotation/rotation.h"
#include "rotator-job/options.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/json_log.h"
#include "sys/process.h"
#include "sys/programs.h"
#include "sys/random.h"
#include "sys/stop_signal.h"
#include "token/profile_json.h"

namespace rotator_job {
namespace {

using rotation::Exit;
using rotation::Settings;

// Prints the error; the result is the exit code.
int Complain(const std::string& sentence, Exit exit) {
  std::cerr << "token-rotator: " << sentence << "\n";
  return static_cast<int>(exit);
}

// Who holds the lock: the pod, and which try of it.
std::string HolderName(ports::Random& random) {
  std::string host(64, '\0');
  gethostname(host.data(), host.size() - 1);
  host.resize(host.find('\0'));
  const auto nonce = random.Bytes(4);
  return host + "-" + (nonce ? base::Hex(nonce->Reveal()) : "0");
}

std::string UserAgent() {
  utsname machine{};
  const bool known = uname(&machine) == 0;
  return std::string("token-rotator/") + TOKEN_GUARD_VERSION + " (linux/" + (known ? machine.machine : "unknown") + ")";
}

// The ports of a run and the client upon them.
struct Machine {
  sys::StopSignal stop;
  sys::SystemClock clock{&stop};
  sys::OpenSslRandom random;
  sys::PosixFiles files;
  sys::PosixPrograms programs;
  std::unique_ptr<ports::Log> log;
  std::unique_ptr<kube_http::Credentials> credentials;
  std::unique_ptr<kube_http::Http> http;
  std::unique_ptr<kube_http::Http> logged;
  std::unique_ptr<kube_http::Http> retried;
  std::unique_ptr<kube_http::Api> api;
};

base::Result<void> Connect(Machine& machine, const ClusterOptions& cluster, const cli::Sources& sources,
                           const std::string& space) {
  auto access = cluster.kubeconfig.empty()
                    ? kube_http::InCluster(machine.files, sources.environment)
                    : kube_http::FromKubeconfig(machine.files, cluster.kubeconfig, cluster.context);
  if (!access) {
    return base::Fail(access.error());
  }
  machine.credentials =
      std::make_unique<kube_http::Credentials>(std::move(*access), machine.files, machine.programs, machine.clock);
  auto http = kube_http::Connect(*machine.credentials, UserAgent(), cluster.request_timeout);
  if (!http) {
    return base::Fail(http.error());
  }
  machine.http = std::move(*http);
  kube_http::Http* innermost = machine.http.get();
  if (cluster.verbose) {
    machine.logged = std::make_unique<kube_http::LoggingHttp>(*innermost, *machine.log, machine.clock);
    innermost = machine.logged.get();
  }
  machine.retried = std::make_unique<kube_http::RetryingHttp>(*innermost, machine.clock, machine.random);
  machine.api = std::make_unique<kube_http::Api>(*machine.retried, space, [&machine] {
    return base::FormatTime(machine.clock.Now()).substr(0, 19) + "Z";  // Whole seconds, as metav1.Time has them.
  });
  return {};
}

// Without an error: the profile in force, and a connection to its cluster. Log lines go to `output`.
base::Result<token::Profile> Prepare(Machine& machine, const ClusterOptions& cluster, const cli::Sources& sources,
                                     int output) {
  sys::ForbidDumps();
  if (isatty(output) != 0) {
    machine.log = std::make_unique<commands::TerminalLog>(output, machine.clock);
  } else {
    machine.log = std::make_unique<sys::JsonLog>(output, machine.clock);
  }
  auto profile = token::LoadProfile(machine.files, cluster.profile_file, cluster.profile);
  if (profile) {
    if (auto connected = Connect(machine, cluster, sources, profile->secret_namespace); !connected) {
      return base::Fail(connected.error());
    }
  }
  return profile;
}

int PrintStatus(const StatusOptions& options, const cli::Sources& sources) {
  Machine machine;
  const auto profile = Prepare(machine, options.cluster, sources, STDERR_FILENO);
  if (!profile) {
    return Complain(profile.error().message, Exit::kUsage);
  }
  rotation::Ledger ledger(*machine.api, machine.clock, "", *profile);
  const auto read = ledger.Read();
  auto secret = read ? machine.api->GetSecret({profile->secret}) : base::Fail(read.error());
  if (!secret && (!read || secret.error().code != base::Code::kNotFound)) {
    return Complain(secret.error().message,
                    secret.error().code == base::Code::kUnavailable ? Exit::kUnreachable : Exit::kNeedsPerson);
  }
  const commands::Status status =
      commands::Summarize(*profile, ledger.record, secret ? &*secret : nullptr, machine.clock.Now(), options.settings);
  std::cout << (options.format == StatusFormat::kJson ? commands::AsJson(status) : commands::ForPeople(status))
            << std::flush;
  return std::cout ? 0 : Complain("standard output could not be written", Exit::kNeedsPerson);
}

int RunRotation(const RunOptions& options, const cli::Sources& sources) {
  Machine machine;
  const auto profile = Prepare(machine, options.cluster, sources, STDOUT_FILENO);
  if (!profile) {
    return Complain(profile.error().message, Exit::kUsage);
  }
  Settings settings = options.settings;
  settings.holder = HolderName(machine.random);
  kube_http::CurlPodProbe probe;
  return static_cast<int>(
      rotation::Rotation(settings, *profile, *machine.api, probe, machine.clock, machine.random, *machine.log).Run());
}

}  // namespace

int Run(const std::vector<std::string>& arguments, const cli::Sources& sources) {
  auto program = CommandLine({[&](const RunOptions& options) { return RunRotation(options, sources); },
                              [&](const StatusOptions& options) { return PrintStatus(options, sources); }});
  return cli::Run(program, arguments, sources, std::cout, std::cerr);
}

}  // namespace rotator_job
