// The commands of token-webhook and their options. Each field's initial value is its default.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "cli/program.h"
#include "token/profile_json.h"
#include "webhook/audit_options.h"

namespace webhook {

using ProfileOptions = token::ProfileSource;

struct ServeOptions {
  std::string listen = "[::]:8443";       // HTTPS for kube-apiserver. Port 0 takes any free port.
  std::string ops_listen = "[::]:8080";   // Plain HTTP for health checks and metrics.
  std::string cert;                       // Certificate chain in PEM; required.
  std::string key;                        // Its private key in PEM, unencrypted; required.
  std::string serving_ca;                 // If empty, the issuer of --cert is not checked.
  std::string client_ca;                  // If empty, clients are not asked for a certificate.
  std::vector<std::string> client_names;  // If empty, each common name that client_ca signed may connect.
  std::string path_key;                   // If empty, the paths are /validate and /mutate without a key.
  bool allow_unknown_callers = false;     // Answer every client. Required if client_ca and path_key are empty.
  bool drop_last_applied = false;         // Whether /mutate removes kubectl's copy of the token.
  std::string retired_dir;                // If empty, fingerprints are null and no token counts as retired.
  std::chrono::seconds drain{3};          // Longer than endpoints and kube-proxy take to learn of the stop.
  ProfileOptions profile;
};

enum class CheckFormat { kText, kJson };

struct CheckOptions {
  std::vector<std::string> manifests;  // Paths, or "-" for standard input. Empty only if token_file is set.
  std::string token_file;              // A file whose bytes are the token.
  CheckFormat format = CheckFormat::kText;
  bool explain = false;  // Say how hard the token is to guess, and why.
  ProfileOptions profile;
};

struct GenerateOptions {
  ProfileOptions profile;
};

enum class ProfilesFormat { kJson, kManifests };

struct ProfilesOptions {
  ProfilesFormat format = ProfilesFormat::kJson;
  ProfileOptions profile;
};

constexpr int kRefused = 1;
constexpr int kBrokenMachine = 3;

// What runs each command. The result is the exit code.
struct Handlers {
  std::function<int(const ServeOptions&)> serve;
  std::function<int(const CheckOptions&)> check;
  std::function<int(const GenerateOptions&)> generate;
  std::function<int(const ProfilesOptions&)> profiles;
  AuditHandlers audit;
};

cli::Program CommandLine(const Handlers& handlers);

}  // namespace webhook
