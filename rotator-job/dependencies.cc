#include "rotator-job/dependencies.h"

#include <sys/utsname.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/time_text.h"
#include "commands/terminal_log.h"
#include "kube_http/config.h"
#include "kube_http/retry.h"
#include "kube_http/wire_log.h"
#include "sys/json_log.h"
#include "sys/process.h"
#include "token/profile_json.h"

namespace rotator_job {
namespace {

std::string UserAgent() {
  utsname machine{};
  const bool known = uname(&machine) == 0;
  return std::string("token-rotator/") + TOKEN_GUARD_VERSION + " (linux/" + (known ? machine.machine : "unknown") + ")";
}

base::Result<void> Connect(Dependencies& dependencies, const ClusterOptions& cluster, const cli::Sources& sources,
                           const std::string& ns) {
  auto access = cluster.kubeconfig.empty()
                    ? kube_http::InCluster(dependencies.files, sources.environment)
                    : kube_http::FromKubeconfig(dependencies.files, cluster.kubeconfig, cluster.context);
  if (!access) {
    return base::Fail(access.error());
  }
  ports::Clock& clock = dependencies.clock;
  dependencies.credentials =
      std::make_unique<kube_http::Credentials>(std::move(*access), dependencies.files, dependencies.programs, clock);
  auto http = kube_http::Connect(*dependencies.credentials, UserAgent(), cluster.request_timeout);
  if (!http) {
    return base::Fail(http.error());
  }
  dependencies.http = std::move(*http);
  kube_http::Http* innermost = dependencies.http.get();
  if (cluster.verbose) {
    dependencies.logged = std::make_unique<kube_http::LoggingHttp>(*innermost, *dependencies.log, clock);
    innermost = dependencies.logged.get();
  }
  dependencies.retried = std::make_unique<kube_http::RetryingHttp>(*innermost, clock, dependencies.random);
  dependencies.api = std::make_unique<kube_http::Api>(*dependencies.retried, ns, [&clock] {
    return base::FormatTime(clock.Now()).substr(0, 19) + "Z";  // Whole seconds, as metav1.Time has them.
  });
  return {};
}

}  // namespace

base::Result<token::Profile> Prepare(Dependencies& dependencies, const ClusterOptions& cluster,
                                     const cli::Sources& sources, int output) {
  sys::ForbidDumps();
  if (isatty(output) != 0) {
    dependencies.log = std::make_unique<commands::TerminalLog>(output, dependencies.clock);
  } else {
    dependencies.log = std::make_unique<sys::JsonLog>(output, dependencies.clock);
  }
  auto profile =
      token::LoadProfile(dependencies.files, {cluster.profile_file, cluster.profile, cluster.secret_namespace});
  if (profile) {
    if (auto connected = Connect(dependencies, cluster, sources, profile->secret_namespace); !connected) {
      return base::Fail(connected.error());
    }
  }
  return profile;
}

std::string HolderIdentity(ports::Random& random) {
  const auto nonce = random.Bytes(4);
  return sys::HostName() + "-" + (nonce ? base::Hex(nonce->Reveal()) : "0");
}

}  // namespace rotator_job
