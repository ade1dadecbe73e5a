#include "webhook/app.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <iostream>
#include <mutex>

#include "sys/clock.h"
#include "sys/files.h"
#include "sys/json_log.h"
#include "sys/process.h"
#include "sys/random.h"
#include "sys/stop_signal.h"
#include "tls/certificate_store.h"
#include "token/generator.h"
#include "token/profile_json.h"
#include "webhook/audit.h"
#include "webhook/check.h"
#include "webhook/handler.h"
#include "webhook/options.h"
#include "webhook/profiles.h"
#include "webhook/server.h"

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

// The mounted key and list of retired tokens; missing files are an empty memory.
class MemoryStore {
 public:
  MemoryStore(ports::Files& files, std::string directory, ports::Log& log)
      : files_(files), directory_(std::move(directory)), log_(log), current_(std::make_shared<const Memory>()) {}

  std::shared_ptr<const Memory> Current() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return current_;
  }

  void Refresh() {
    if (directory_.empty()) {
      return;
    }
    constexpr std::size_t kMostBytes = 1U << 20U;  // A Secret's limit.
    auto key = files_.Read(directory_ + "/" + std::string(retired::kKeyName), kMostBytes);
    auto list = files_.Read(directory_ + "/" + std::string(retired::kListName), kMostBytes);
    base::SecretBytes key_bytes(key ? std::move(*key) : std::string());
    const std::string list_text = list ? *list : "";
    if (key_bytes.Equals(key_) && list_text == list_) {
      return;
    }
    auto memory = std::make_shared<Memory>();
    auto parsed = retired::Parse(list_text);
    key_ = key_bytes.Clone();
    list_ = list_text;
    if (!parsed) {
      log_.Error("the retired list cannot be used; the last good one stays",
                 {{"error", std::string_view(parsed.error().message)}});
      return;
    }
    memory->list = std::move(*parsed);
    if (!key_bytes.Empty()) {
      memory->key = std::move(key_bytes);
    }
    log_.Info("retired list loaded", {{"tokens", static_cast<std::int64_t>(memory->list.entries.size())},
                                      {"rotatedAt", std::string_view(memory->list.rotated_at)},
                                      {"key", memory->key.has_value()}});
    const std::lock_guard<std::mutex> lock(mutex_);
    current_ = std::move(memory);
  }

 private:
  ports::Files& files_;
  const std::string directory_;
  ports::Log& log_;
  base::SecretBytes key_;
  std::string list_;
  std::mutex mutex_;
  std::shared_ptr<const Memory> current_;
};

HttpResponse Plain(int status, const std::string& text) { return {status, "text/plain", text + "\n"}; }

class Reviews final : public HttpHandler {
 public:
  Reviews(const token::Profile& profile, MemoryStore& memory, AuditLog& audit, ports::Clock& clock)
      : profile_(profile), memory_(memory), audit_(audit), clock_(clock) {}

  HttpResponse Handle(const HttpRequest& request) override {
    if (request.path != "/validate") {
      return Plain(404, "not found: POST /validate is served here");
    }
    if (request.method != "POST") {
      return Plain(405, "POST an AdmissionReview");
    }
    if (request.content_type.substr(0, request.content_type.find(';')) != "application/json") {
      return Plain(415, "the content type has to be application/json");
    }
    const auto begin = clock_.Monotonic();
    const auto review = Decode(request.body, profile_.key);
    if (!review) {
      return Plain(400, review.error().message);
    }
    Decision decision;
    try {
      decision = Decide(*review, profile_, *memory_.Current());
    } catch (const std::exception&) {  // Out of memory, say: this review is answered, the others go on.
      decision = Decision{};
      decision.verdict = "error";
      decision.answer = {review->uid, false, 500, "token-webhook could not judge this request; try again", {}};
    }
    const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(clock_.Monotonic() - begin);
    audit_.Write(AuditLine(*review, decision, request.peer, clock_.Now(), duration));
    return {200, "application/json", Encode(decision.answer)};
  }

 private:
  const token::Profile& profile_;
  MemoryStore& memory_;
  AuditLog& audit_;
  ports::Clock& clock_;
};

class Probes final : public HttpHandler {
 public:
  Probes(tls::CertificateStore& certificates, ports::Clock& clock) : certificates_(certificates), clock_(clock) {}

  HttpResponse Handle(const HttpRequest& request) override {
    if (request.method != "GET") {
      return Plain(405, "GET /healthz or /readyz");
    }
    if (request.path == "/healthz") {
      return Plain(200, "ok");
    }
    if (request.path != "/readyz") {
      return Plain(404, "not found: /healthz and /readyz are served here");
    }
    const Server* running = server;
    if (running == nullptr || running->Draining()) {
      return Plain(503, "draining");
    }
    if (certificates_.NotAfter() <= clock_.Now()) {
      return Plain(503, "the serving certificate has expired");
    }
    return Plain(200, "ok");
  }

  std::atomic<Server*> server{nullptr};

 private:
  tls::CertificateStore& certificates_;
  ports::Clock& clock_;
};

void PrepareProcess() {
  sys::ForbidDumps();
  // One arena for two busy threads: each further one would cost memory and gain nothing.
  mallopt(M_ARENA_MAX, 1);
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
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
  auto certificates = tls::CertificateStore::Open(files, {options.Get("cert"), options.Get("key")});
  if (!certificates) {
    return Complain(certificates.error().message);
  }
  MemoryStore memory(files, options.Get("retired-dir"), log);
  memory.Refresh();
  AuditLog audit(STDOUT_FILENO, clock);
  Reviews reviews(*profile, memory, audit, clock);
  Probes probes(**certificates, clock);
  ServerConfig config;
  config.listen = options.Get("listen");
  config.ops_listen = options.Get("ops-listen");
  config.drain = std::chrono::seconds(*drain);
  Server server(config, **certificates, reviews, probes, clock, log);
  probes.server = &server;
  if (auto started = server.Start(); !started) {
    return Complain(started.error().message);
  }
  server.Run([&] {
    memory.Refresh();
    if (const auto swapped = (*certificates)->Refresh(); !swapped) {
      log.Error("the new certificate cannot be used; the last good one stays",
                {{"error", std::string_view(swapped.error().message)}});
    } else if (*swapped) {
      log.Info("certificate loaded", {{"notAfter", std::string_view(sys::FormatTime((*certificates)->NotAfter()))}});
    }
  });
  return 0;
}

int CheckManifests(const cli::Parsed& options, const cli::Sources& sources) {
  const std::string format = options.Get("output");
  if (format != "text" && format != "json") {
    return Complain("--output is '" + format + "': expected text or json");
  }
  CheckRequest request{options.operands, options.Get("token-file"), format == "json", false};
  if (request.manifests.empty() && request.token_file.empty()) {
    return Complain("check needs a FILE, or - for standard input, or --token-file FILE");
  }
  sys::PosixFiles files;
  const auto profile = ProfileInForce(files, options);
  if (!profile) {
    return Complain(profile.error().message);
  }
  request.colour = isatty(STDOUT_FILENO) != 0 && !sources.environment("NO_COLOR");
  const auto outcome = Check(files, request, *profile);
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
  std::cout << (format == "json" ? token::SerializeProfile(*profile) : ProfileManifests(*profile)) << std::flush;
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
