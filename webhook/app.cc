#include "webhook/app.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <iostream>

#include "audit/writer.h"
#include "commands/check.h"
#include "commands/profiles.h"
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
#include "token/generator.h"
#include "token/profile_json.h"
#include "token/rules.h"
#include "webhook/endpoints.h"
#include "webhook/metrics.h"
#include "webhook/options.h"
#include "webhook/reloads.h"

namespace webhook {
namespace {

constexpr int kUsage = 2;

int Complain(const std::string& sentence) {
  std::cerr << "token-webhook: " << sentence << "\n";
  return kUsage;
}

base::Result<token::Profile> ProfileInForce(ports::Files& files, const cli::Parsed& options) {
  return token::LoadProfile(files, options.Get("profile-file"), options.Get("profile"));
}

void PrepareProcess() {
  sys::ForbidDumps();
  // One arena for two busy threads: each further one would cost memory and gain nothing.
  mallopt(M_ARENA_MAX, 1);
  // A large body's memory goes back to the system at once. Without this, glibc raises the limit after the first.
  constexpr int kMapped = 128 * 1024;
  mallopt(M_MMAP_THRESHOLD, kMapped);
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

std::vector<std::string_view> RuleNames() {
  std::vector<std::string_view> names;
  names.reserve(token::Rules().size());
  for (const auto& rule : token::Rules()) {
    names.push_back(rule.id);
  }
  return names;
}

int Serve(const cli::Parsed& options) {
  PrepareProcess();
  sys::StopSignal stop;
  sys::SystemClock clock(&stop);
  sys::JsonLog log(STDERR_FILENO, clock);
  sys::PosixFiles files;
  const auto profile = ProfileInForce(files, options);
  if (!profile) {
    return Complain(profile.error().message);
  }
  for (const auto* flag : {"cert", "key"}) {
    if (options.Get(flag).empty()) {
      return Complain(std::string("serve needs --") + flag + " FILE; certs/make.sh makes one");
    }
  }
  const auto drain = options.Number("drain", 0, 60);
  if (!drain) {
    return Complain(drain.error().message);
  }
  if (options.Get("client-ca").empty() && !options.All("client-name").empty()) {
    return Complain("--client-name needs --client-ca FILE: who signs the certificates of that name");
  }
  auto certificates = tls::OpenCertificateStore(
      files, {options.Get("cert"), options.Get("key"), options.Get("client-ca"), options.All("client-name")});
  if (!certificates) {
    return Complain(certificates.error().message);
  }
  std::unique_ptr<mounted::PathKeyStore> path_keys;
  if (const auto path = options.Get("path-key"); !path.empty()) {
    auto opened = mounted::OpenPathKeyStore(files, path);
    if (!opened) {
      return Complain(opened.error().message);
    }
    path_keys = std::move(*opened);
  }
  const auto retired_dir = options.Get("retired-dir");
  const auto retired_tokens = mounted::MakeRetiredTokenStore(files, retired_dir);
  Metrics metrics(TOKEN_GUARD_VERSION, RuleNames());
  Reloads reloads({**certificates, path_keys.get(), retired_dir.empty() ? nullptr : retired_tokens.get()}, metrics,
                  clock, log);
  reloads.Refresh();
  audit::AuditLog audit(STDOUT_FILENO, clock, metrics);
  Reviews reviews(*profile, {path_keys.get(), options.On("drop-last-applied")}, *retired_tokens, audit, metrics, clock);
  Probes probes(**certificates, metrics, clock);
  http_server::ServerConfig config;
  config.listen = options.Get("listen");
  config.ops_listen = options.Get("ops-listen");
  config.drain = std::chrono::seconds(*drain);
  http_server::Server server(config, **certificates, reviews, probes, metrics, clock, log);
  if (auto started = server.Start(); !started) {
    return Complain(started.error().message);
  }
  probes.Watch(server);
  audit.Begin();
  server.Run([&] {
    try {
      reloads.Refresh();
    } catch (const std::exception&) {
      // Out of memory: what serves goes on serving, and the next second tries again.
    }
  });
  return 0;
}

int CheckManifests(const cli::Parsed& options, const cli::Sources& sources) {
  sys::ForbidDumps();
  const std::string format = options.Get("output");
  if (format != "text" && format != "json") {
    return Complain("--output is '" + format + "': expected text or json");
  }
  commands::CheckRequest request{options.operands, options.Get("token-file"), format == "json", false};
  if (request.manifests.empty() && request.token_file.empty()) {
    return Complain("check needs a FILE, or - for standard input, or --token-file FILE");
  }
  sys::PosixFiles files;
  const auto profile = ProfileInForce(files, options);
  if (!profile) {
    return Complain(profile.error().message);
  }
  request.colour = isatty(STDOUT_FILENO) != 0 && !sources.environment("NO_COLOR");
  const auto outcome = commands::Check(files, request, *profile);
  std::cout << outcome.output << std::flush;
  std::cerr << outcome.errors;
  return std::cout ? outcome.exit_code : Complain("the verdict could not be written to standard output");
}

int PrintProfile(const cli::Parsed& options) {
  const std::string format = options.Get("output");
  if (format != "json" && format != "manifests") {
    return Complain("--output is '" + format + "': expected json or manifests");
  }
  sys::PosixFiles files;
  const auto profile = ProfileInForce(files, options);
  if (!profile) {
    return Complain(profile.error().message);
  }
  std::cout << (format == "json" ? token::SerializeProfile(*profile) : commands::ProfileManifests(*profile))
            << std::flush;
  return std::cout ? 0 : Complain("the profile could not be written to standard output");
}

int GenerateToken(const cli::Parsed& options) {
  sys::ForbidDumps();
  sys::PosixFiles files;
  const auto profile = ProfileInForce(files, options);
  if (!profile) {
    return Complain(profile.error().message);
  }
  sys::OpenSslRandom random;
  const auto made = token::Generate(random, *profile);
  if (!made) {
    return Complain(made.error().message);
  }
  // Whoever pipes it gets the token and nothing else; a person gets a line.
  std::cout << made->Reveal() << (isatty(STDOUT_FILENO) != 0 ? "\n" : "") << std::flush;
  return std::cout ? 0 : Complain("the token could not be written to standard output");
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
  const auto& command = outcome->parsed->command;
  return command == "serve"      ? Serve(*outcome->parsed)
         : command == "check"    ? CheckManifests(*outcome->parsed, sources)
         : command == "profiles" ? PrintProfile(*outcome->parsed)
                                 : GenerateToken(*outcome->parsed);
}

}  // namespace webhook
