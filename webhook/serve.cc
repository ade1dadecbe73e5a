#include "webhook/serve.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "audit/decision_log.h"
#include "audit/record.h"
#include "audit/writer.h"
#include "endpoints/review_endpoints.h"
#include "http_server/server.h"
#include "mounted/path_keys.h"
#include "mounted/retired_tokens.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/json_log.h"
#include "sys/process.h"
#include "sys/random.h"
#include "sys/stop_signal.h"
#include "tls/certificate_store.h"
#include "token/profile_json.h"
#include "token/rules.h"
#include "trail/instance.h"
#include "webhook/app.h"
#include "webhook/metrics.h"
#include "webhook/probes.h"
#include "webhook/reloads.h"

namespace webhook {
namespace {

void PrepareProcess() {
  sys::ForbidDumps();
  mallopt(M_ARENA_MAX, 1);  // Two busy threads gain nothing from further arenas, which cost memory.
  // Return the memory of large bodies to the system at once: by default, glibc raises this limit after the first one.
  constexpr int kMapAbove = 128 * 1024;  // Bytes.
  mallopt(M_MMAP_THRESHOLD, kMapAbove);
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

std::vector<std::string_view> RuleIds() {
  std::vector<std::string_view> ids;
  ids.reserve(token::Rules().size());
  for (const auto& rule : token::Rules()) {
    ids.push_back(rule.id);
  }
  return ids;
}

// The files that are replaced while serving.
struct Stores {
  std::unique_ptr<tls::CertificateStore> certificates;
  std::unique_ptr<mounted::PathKeyStore> path_keys;  // Null if not configured.
  std::unique_ptr<mounted::RetiredTokenStore> retired_tokens;
};

base::Result<Stores> OpenStores(const ServeOptions& options, ports::Files& files) {
  Stores stores;
  auto certificates = tls::OpenCertificateStore(
      files, {options.cert, options.key, options.serving_ca, options.client_ca, options.client_names});
  if (!certificates) {
    return base::Fail(certificates.error());
  }
  stores.certificates = std::move(*certificates);
  if (!options.path_key.empty()) {
    auto path_keys = mounted::OpenPathKeyStore(files, options.path_key);
    if (!path_keys) {
      return base::Fail(path_keys.error());
    }
    stores.path_keys = std::move(*path_keys);
  }
  stores.retired_tokens = mounted::MakeRetiredTokenStore(files, options.retired_dir);
  return stores;
}

endpoints::ReviewSettings ReviewSettingsOf(const ServeOptions& options, const Stores& stores) {
  endpoints::ReviewSettings review_settings;
  if (stores.path_keys) {
    review_settings.is_path_key = [store = stores.path_keys.get()](std::string_view key) {
      return store->Current()->Contains(key);
    };
  }
  review_settings.callers_known = !options.allow_unknown_callers;
  review_settings.drop_last_applied = options.drop_last_applied;
  return review_settings;
}

http_server::ServerConfig ServerConfigOf(const ServeOptions& options) {
  http_server::ServerConfig config;
  config.listen = options.listen;
  config.ops_listen = options.ops_listen;
  config.drain = options.drain;
  return config;
}

audit::Writer::Identity IdentityOf(std::string instance, const ServeOptions& options, const token::Profile& profile,
                                   ports::Clock& clock) {
  audit::Opening opening{"token-webhook " TOKEN_GUARD_VERSION, profile, {}};
  if (!options.path_key.empty()) {
    opening.callers_known_by.emplace_back("path-key");
  }
  if (!options.client_ca.empty()) {
    opening.callers_known_by.emplace_back("client-certificate");
  }
  auto record = audit::OpeningRecord(opening, clock.Now(), instance);
  return {std::move(instance), std::move(record)};
}

// Everything that serves, in the order of construction; destroyed in reverse, so that the audit chain ends last.
class Service {
 public:
  // `instance` names this process in its audit lines.
  Service(const ServeOptions& options, const token::Profile& profile, const Stores& stores, std::string instance,
          ports::Clock& clock, ports::Log& log)
      : options_(options),
        log_(log),
        metrics_(TOKEN_GUARD_VERSION, RuleIds()),
        reloads_({*stores.certificates, stores.path_keys.get(),
                  options.retired_dir.empty() ? nullptr : stores.retired_tokens.get()},
                 metrics_, clock, log),
        audit_writer_(STDOUT_FILENO, IdentityOf(std::move(instance), options, profile, clock), clock, metrics_),
        decision_log_(audit_writer_, clock),
        endpoints_(profile, ReviewSettingsOf(options, stores), *stores.retired_tokens, {&metrics_}, decision_log_,
                   clock),
        probes_(*stores.certificates, metrics_, clock, log),
        server_(ServerConfigOf(options), *stores.certificates, endpoints_, probes_, metrics_, clock, log) {}

  // Until a stop is requested.
  base::Result<void> Run() {
    reloads_.Refresh();
    if (auto started = server_.Start(); !started) {
      return started;
    }
    if (options_.allow_unknown_callers) {
      log_.Warning("every client is answered; set --path-key to answer kube-apiserver alone");
    }
    probes_.Watch(server_);
    probes_.LogReadiness();
    audit_writer_.MarkServing();
    server_.Run([this] {
      decision_log_.WriteSummary();
      try {
        reloads_.Refresh();
        probes_.LogReadiness();
      } catch (const std::exception&) {
        // Out of memory: the versions in force stay, and the next second tries again.
      }
    });
    return {};
  }

 private:
  const ServeOptions& options_;
  ports::Log& log_;
  Metrics metrics_;
  Reloads reloads_;
  audit::Writer audit_writer_;
  audit::DecisionLog decision_log_;
  endpoints::ReviewEndpoints endpoints_;
  Probes probes_;
  http_server::Server server_;
};

}  // namespace

int Serve(const ServeOptions& options) {
  PrepareProcess();
  sys::StopSignal stop;
  sys::SystemClock clock(&stop);
  sys::JsonLog log(STDERR_FILENO, clock);
  sys::PosixFiles files;
  const auto profile = token::LoadProfile(files, options.profile);
  if (!profile) {
    return PrintError(profile.error().message);
  }
  const auto stores = OpenStores(options, files);
  if (!stores) {
    return PrintError(stores.error().message);
  }
  sys::OpenSslRandom random;
  auto instance = trail::MakeInstance(sys::HostName(), random);
  if (!instance) {
    return PrintError(instance.error().message);
  }
  const auto served = Service(options, *profile, *stores, std::move(*instance), clock, log).Run();
  return served ? 0 : PrintError(served.error().message);
}

}  // namespace webhook
