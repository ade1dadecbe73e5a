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

// Prints the error; the result is the exit code.
int Complain(const std::string& sentence, int exit_code = cli::kUsageError) {
  std::cerr << "token-webhook: " << sentence << "\n";
  return exit_code;
}

// Prints a result on standard output; the result is the exit code.
int Print(std::string_view text, int exit_code = 0) {
  std::cout << text << std::flush;
  return std::cout ? exit_code : Complain("standard output could not be written", kBrokenMachine);
}

base::Result<token::Profile> ProfileInForce(ports::Files& files, const ProfileOptions& options) {
  return token::LoadProfile(files, options.file, options.name);
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

int Serve(const ServeOptions& options) {
  PrepareProcess();
  sys::StopSignal stop;
  sys::SystemClock clock(&stop);
  sys::JsonLog log(STDERR_FILENO, clock);
  sys::PosixFiles files;
  const auto profile = ProfileInForce(files, options.profile);
  if (!profile) {
    return Complain(profile.error().message);
  }
  auto certificates =
      tls::OpenCertificateStore(files, {options.cert, options.key, options.client_ca, options.client_names});
  if (!certificates) {
    return Complain(certificates.error().message);
  }
  std::unique_ptr<mounted::PathKeyStore> path_keys;
  if (!options.path_key.empty()) {
    auto opened = mounted::OpenPathKeyStore(files, options.path_key);
    if (!opened) {
      return Complain(opened.error().message);
    }
    path_keys = std::move(*opened);
  }
  const auto retired_tokens = mounted::MakeRetiredTokenStore(files, options.retired_dir);
  Metrics metrics(TOKEN_GUARD_VERSION, RuleNames());
  Reloads reloads({**certificates, path_keys.get(), options.retired_dir.empty() ? nullptr : retired_tokens.get()},
                  metrics, clock, log);
  reloads.Refresh();
  audit::AuditLog audit(STDOUT_FILENO, clock, metrics);
  Reviews reviews(*profile, {path_keys.get(), options.drop_last_applied}, *retired_tokens, audit, metrics, clock);
  Probes probes(**certificates, metrics, clock);
  http_server::ServerConfig config;
  config.listen = options.listen;
  config.ops_listen = options.ops_listen;
  config.drain = options.drain;
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

int CheckManifests(const CheckOptions& options, bool colour) {
  sys::ForbidDumps();
  sys::PosixFiles files;
  const auto profile = ProfileInForce(files, options.profile);
  if (!profile) {
    return Complain(profile.error().message);
  }
  const commands::CheckRequest request{options.manifests, options.token_file, options.format == CheckFormat::kJson,
                                       colour};
  const auto outcome = commands::Check(files, request, *profile);
  std::cerr << outcome.errors;
  return Print(outcome.output, outcome.exit_code);
}

int PrintProfile(const ProfilesOptions& options) {
  sys::PosixFiles files;
  const auto profile = ProfileInForce(files, options.profile);
  if (!profile) {
    return Complain(profile.error().message);
  }
  return Print(options.format == ProfilesFormat::kJson ? token::SerializeProfile(*profile)
                                                       : commands::ProfileManifests(*profile));
}

int GenerateToken(const GenerateOptions& options) {
  sys::ForbidDumps();
  sys::PosixFiles files;
  const auto profile = ProfileInForce(files, options.profile);
  if (!profile) {
    return Complain(profile.error().message);
  }
  sys::OpenSslRandom random;
  const auto made = token::Generate(random, *profile);
  if (!made) {
    return Complain(made.error().message,
                    made.error().code == base::Code::kInternal ? kBrokenMachine : cli::kUsageError);
  }
  std::cout << made->Reveal();
  return Print(isatty(STDOUT_FILENO) != 0 ? "\n" : "");  // A pipe gets the token alone.
}

}  // namespace

int Run(const std::vector<std::string>& arguments, const cli::Sources& sources) {
  const bool colour = isatty(STDOUT_FILENO) != 0 && !sources.environment("NO_COLOR");
  auto program = CommandLine({Serve, [=](const CheckOptions& options) { return CheckManifests(options, colour); },
                              GenerateToken, PrintProfile});
  return cli::Run(program, arguments, sources, std::cout, std::cerr);
}

}  // namespace webhook
