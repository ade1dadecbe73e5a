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
#include "rotator-job/duration.h"
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
using rotation::Strategy;

int Complain(const std::string& sentence) {
  std::cerr << "token-rotator: " << sentence << "\n";
  return static_cast<int>(Exit::kUsage);
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

base::Result<std::chrono::seconds> ReadAge(const cli::Parsed& options, const char* flag) {
  const std::string text = options.Get(flag);
  const auto age = ParseDuration(text);
  return age ? base::Result<std::chrono::seconds>(*age)
             : base::Fail(base::Code::kInvalid, std::string("--") + flag + " is '" + text +
                                                    "': expected a number and s, m, h or d, for example 30d");
}

base::Result<void> ReadDeadlines(const cli::Parsed& options, Settings& settings) {
  const std::pair<const char*, std::chrono::seconds*> numbers[] = {
      {"deadline", &settings.deadline}, {"undo-deadline", &settings.undo_deadline}, {"lock-timeout", &settings.lock}};
  constexpr long kMost = 3600;
  for (const auto& [flag, into] : numbers) {
    const auto number = options.Number(flag, 1, kMost);
    if (!number) {
      return base::Fail(number.error());
    }
    *into = std::chrono::seconds(*number);
  }
  return {};
}

// Only what the command has a flag for.
base::Result<Settings> ReadSettings(const cli::Parsed& options) {
  Settings settings;
  settings.rollback = options.command == "rollback";
  if (options.command != "rollback") {
    const auto max_age = ReadAge(options, "max-age");
    if (!max_age) {
      return base::Fail(max_age.error());
    }
    settings.max_age = *max_age;
  }
  const auto keep = ReadAge(options, "keep-previous");
  if (!keep) {
    return base::Fail(keep.error());
  }
  settings.keep = *keep;
  if (options.command == "status") {
    return settings;
  }
  if (auto deadlines = ReadDeadlines(options, settings); !deadlines) {
    return base::Fail(deadlines.error());
  }
  const std::string strategy = options.Get("strategy");
  if (strategy != "rollout" && strategy != "delete-pods") {
    return base::Fail(base::Code::kInvalid, "--strategy is '" + strategy + "': expected rollout or delete-pods");
  }
  settings.strategy = strategy == "rollout" ? Strategy::kRollout : Strategy::kDeletePods;
  settings.dry_run = options.On("dry-run");
  settings.accept_owner = options.On("accept-owner");
  settings.force = options.command == "rotate" && options.On("force");
  return settings;
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

base::Result<void> Connect(Machine& machine, const cli::Parsed& options, const cli::Sources& sources,
                           const std::string& space) {
  const auto timeout = options.Number("request-timeout", 1, 120);
  if (!timeout) {
    return base::Fail(timeout.error());
  }
  const std::string kubeconfig = options.Get("kubeconfig");
  auto access = kubeconfig.empty() ? kube_http::InCluster(machine.files, sources.environment)
                                   : kube_http::FromKubeconfig(machine.files, kubeconfig, options.Get("context"));
  if (!access) {
    return base::Fail(access.error());
  }
  machine.credentials =
      std::make_unique<kube_http::Credentials>(std::move(*access), machine.files, machine.programs, machine.clock);
  auto http = kube_http::Connect(*machine.credentials, UserAgent(), std::chrono::seconds(*timeout));
  if (!http) {
    return base::Fail(http.error());
  }
  machine.http = std::move(*http);
  kube_http::Http* innermost = machine.http.get();
  if (options.On("verbose")) {
    machine.logged = std::make_unique<kube_http::LoggingHttp>(*innermost, *machine.log, machine.clock);
    innermost = machine.logged.get();
  }
  machine.retried = std::make_unique<kube_http::RetryingHttp>(*innermost, machine.clock, machine.random);
  machine.api = std::make_unique<kube_http::Api>(*machine.retried, space, [&machine] {
    return base::FormatTime(machine.clock.Now()).substr(0, 19) + "Z";  // Whole seconds, as metav1.Time has them.
  });
  return {};
}

int PrintStatus(Machine& machine, const token::Profile& profile, const Settings& settings, const std::string& format) {
  rotation::Ledger ledger(*machine.api, machine.clock, "", profile.secret + "/" + profile.key);
  const auto read = ledger.Read();
  auto secret = read ? machine.api->GetSecret({profile.secret}) : base::Fail(read.error());
  if (!secret && (!read || secret.error().code != base::Code::kNotFound)) {
    const auto code = secret.error().code;
    std::cerr << "token-rotator: " << secret.error().message << "\n";
    return static_cast<int>(code == base::Code::kUnavailable ? Exit::kUnreachable : Exit::kNeedsPerson);
  }
  const commands::Status status =
      commands::Summarize(profile, ledger.record, secret ? &*secret : nullptr, machine.clock.Now(), settings);
  std::cout << (format == "json" ? commands::AsJson(status) : commands::ForPeople(status)) << std::flush;
  return std::cout ? 0 : Complain("the status could not be written to standard output");
}

int Execute(const cli::Parsed& options, const cli::Sources& sources) {
  sys::ForbidDumps();
  Machine machine;
  const bool status = options.command == "status";
  const std::string format = status ? options.Get("output") : "text";
  if (format != "text" && format != "json") {
    return Complain("--output is '" + format + "': expected text or json");
  }
  // The status is the output; what else there is to say must not stand in it.
  const int output = status ? STDERR_FILENO : STDOUT_FILENO;
  if (isatty(output) != 0) {
    machine.log = std::make_unique<commands::TerminalLog>(output, machine.clock);
  } else {
    machine.log = std::make_unique<sys::JsonLog>(output, machine.clock);
  }
  auto settings = ReadSettings(options);
  if (!settings) {
    return Complain(settings.error().message);
  }
  settings->holder = HolderName(machine.random);
  const auto profile = token::LoadProfile(machine.files, options.Get("profile-file"), options.Get("profile"));
  if (!profile) {
    return Complain(profile.error().message);
  }
  if (auto connected = Connect(machine, options, sources, profile->secret_namespace); !connected) {
    return Complain(connected.error().message);
  }
  if (status) {
    return PrintStatus(machine, *profile, *settings, format);
  }
  kube_http::CurlPodProbe probe;
  return static_cast<int>(rotation::Rotation(std::move(*settings), *profile, *machine.api, probe, machine.clock,
                                             machine.random, *machine.log)
                              .Run());
}

}  // namespace

int Run(const std::vector<std::string>& arguments, const cli::Sources& sources) {
  const auto outcome = cli::Parse(CommandLine(), arguments, sources);
  if (!outcome) {
    return Complain(outcome.error().message);
  }
  if (!outcome->parsed) {
    std::cout << outcome->text;
    return 0;
  }
  return Execute(*outcome->parsed, sources);
}

}  // namespace rotator_job
