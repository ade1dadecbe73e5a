#include "rotator/app.h"

#include <unistd.h>

#include <iostream>

#include "kube_http/api.h"
#include "kube_http/config.h"
#include "kube_http/http.h"
#include "rotator/duration.h"
#include "rotator/options.h"
#include "rotator/rotation.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/json_log.h"
#include "sys/process.h"
#include "sys/random.h"
#include "sys/stop_signal.h"
#include "token/profile_json.h"

namespace rotator {
namespace {

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
  return host + "-" + (nonce ? Hex(nonce->Reveal()) : "0");
}

base::Result<Settings> ReadSettings(const cli::Parsed& options) {
  Settings settings;
  const auto max_age = ParseDuration(options.Get("max-age"));
  if (!max_age) {
    return base::Fail(base::Code::kInvalid, "--max-age is '" + options.Get("max-age") +
                                                "': expected a number and s, m, h or d, for example 30d");
  }
  const auto deadline = options.Number("deadline", 1, 3600);
  const auto lock = options.Number("lock-timeout", 1, 600);
  for (const auto* number : {&deadline, &lock}) {
    if (!*number) {
      return base::Fail(number->error());
    }
  }
  settings.max_age = *max_age;
  settings.deadline = std::chrono::seconds(*deadline);
  settings.lock = std::chrono::seconds(*lock);
  settings.dry_run = options.On("dry-run");
  settings.force = options.On("force");
  settings.accept_owner = options.On("accept-owner");
  return settings;
}

int Rotate(const cli::Parsed& options, const cli::Sources& sources) {
  sys::ForbidDumps();
  sys::StopSignal stop;
  sys::SystemClock clock(&stop);
  sys::OpenSslRandom random;
  sys::PosixFiles files;
  sys::JsonLog log(STDOUT_FILENO, clock);
  auto settings = ReadSettings(options);
  const auto timeout = options.Number("request-timeout", 1, 120);
  if (!settings || !timeout) {
    return Complain((settings ? timeout.error() : settings.error()).message);
  }
  settings->holder = HolderName(random);
  const auto profile = token::LoadProfile(files, options.Get("profile-file"), options.Get("profile"));
  if (!profile) {
    return Complain(profile.error().message);
  }
  const std::string kubeconfig = options.Get("kubeconfig");
  auto access = kubeconfig.empty() ? kube_http::InCluster(files, sources.environment)
                                   : kube_http::FromKubeconfig(files, kubeconfig, options.Get("context"));
  if (!access) {
    return Complain(access.error().message);
  }
  auto http = kube_http::Connect(std::move(*access), files, std::chrono::seconds(*timeout));
  if (!http) {
    return Complain(http.error().message);
  }
  kube_http::Api api(**http, profile->secret_namespace, [&clock] {
    return sys::FormatTime(clock.Now()).substr(0, 19) + "Z";  // Whole seconds, as metav1.Time has them.
  });
  kube_http::CurlPodProbe probe;
  return static_cast<int>(Rotation(std::move(*settings), *profile, api, probe, clock, random, log).Run());
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
  return Rotate(*outcome->parsed, sources);
}

}  // namespace rotator
