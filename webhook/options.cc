#include "webhook/options.h"

namespace webhook {
namespace {

void BindProfile(cli::Options& options, ProfileOptions& profile) {
  options.Add({"profile-file", "FILE",
               "JSON file of profiles (docs/profiles.md). If unset, the built-in profile of Keptn is in force."},
              profile.file);
  options.Add({"profile", "NAME", "Profile of the file. Required if the file holds several."}, profile.name);
  options.Add({"namespace", "NAME", "Namespace of Keptn, for the built-in profile. (default: keptn)"},
              profile.secret_namespace);
}

void BindListeners(cli::Options& options, ServeOptions& serve) {
  options.Add(
      {"listen", "HOST:PORT",
       "Address of the HTTPS server for kube-apiserver. Port 0 takes any free port; host [::] is IPv4 and IPv6."},
      serve.listen);
  options.Add({"ops-listen", "HOST:PORT", "Address of the plain HTTP server for /healthz, /readyz and /metrics."},
              serve.ops_listen);
  options.Add({"cert", "FILE", "Serving certificate and chain in PEM. Required. Reloaded when the file changes."},
              serve.cert);
  options.Add({"key", "FILE", "Private key of --cert in PEM, unencrypted. Required. Reloaded when the file changes."},
              serve.key);
}

void BindServe(cli::Options& options, ServeOptions& serve) {
  BindListeners(options, serve);
  options.Add(
      {"serving-ca", "FILE",
       "CA certificates in PEM that the registrations' caBundle holds. If set, a --cert that they have not signed "
       "is not taken up. Reloaded when the file changes."},
      serve.serving_ca);
  options.Add(
      {"client-ca", "FILE",
       "CA that signs client certificates, in PEM; clients without such a certificate are rejected. Reloaded when "
       "the file changes."},
      serve.client_ca);
  options.Add({"client-name", "NAME",
               "Common name of a client certificate that may connect. If unset, each name that --client-ca signed may "
               "connect."},
              serve.client_names);
  options.Add({"path-key", "FILE",
               "File with one key, or with two keys on two lines while the registration changes from one to the other. "
               "The paths are then /validate/KEY and /mutate/KEY. Reloaded when the file changes."},
              serve.path_key);
  options.Add(
      {"allow-unknown-callers", "",
       "Answer every client that reaches the port. Use only if neither --path-key nor --client-ca can be set: any "
       "pod can then test tokens against the policy and the retired list."},
      serve.allow_unknown_callers);
  options.Add({"drop-last-applied", "",
               "Let /mutate remove kubectl's last-applied-configuration, which holds a copy of the token, from the "
               "Secret."},
              serve.drop_last_applied);
  options.Add({"retired-dir", "DIR",
               "Mounted Secret with hmac-key and retired.json. If unset, fingerprints are null and no token counts as "
               "retired."},
              serve.retired_dir);
  options.Add({"drain", "SECONDS", "After SIGTERM, continue to serve for this long, then stop listening."}, serve.drain,
              cli::Seconds(0, 60));
  BindProfile(options, serve.profile);
}

base::Result<void> ValidateServe(const ServeOptions& serve) {
  for (const auto& [flag, value] : {std::pair("--cert", &serve.cert), std::pair("--key", &serve.key)}) {
    if (value->empty()) {
      return base::Fail(base::Code::kInvalid,
                        std::string("serve needs ") + flag + " FILE; token-rotator certs makes one");
    }
  }
  if (serve.client_ca.empty() && !serve.client_names.empty()) {
    return base::Fail(base::Code::kInvalid, "--client-name needs --client-ca FILE, the CA that signs these names");
  }
  const bool callers_known = !serve.path_key.empty() || !serve.client_ca.empty();
  if (!callers_known && !serve.allow_unknown_callers) {
    return base::Fail(base::Code::kInvalid,
                      "serve needs --path-key FILE or --client-ca FILE, to answer kube-apiserver alone; "
                      "--allow-unknown-callers answers every client");
  }
  if (callers_known && serve.allow_unknown_callers) {
    return base::Fail(base::Code::kInvalid, "--allow-unknown-callers contradicts --path-key and --client-ca");
  }
  return {};
}

void BindCheck(cli::Options& options, CheckOptions& check) {
  options.Operands("[FILE|-...]", check.manifests);
  options.Add({"token-file", "FILE", "Check a file whose bytes are the token itself; - reads standard input."},
              check.token_file);
  options.Add({"output", "", "Format of the verdict: text for people, json for programs.", 'o'}, check.format,
              cli::OneOf<CheckFormat>({{"text", CheckFormat::kText}, {"json", CheckFormat::kJson}}));
  options.Add({"explain", "", "Print the token's cheapest description: kinds, lengths and bits, never characters."},
              check.explain);
  BindProfile(options, check.profile);
}

base::Result<void> ValidateCheck(const CheckOptions& check) {
  if (check.manifests.empty() && check.token_file.empty()) {
    return base::Fail(base::Code::kInvalid, "check needs a FILE, or - for standard input, or --token-file FILE");
  }
  return {};
}

void BindGenerate(cli::Options& options, GenerateOptions& generate) { BindProfile(options, generate.profile); }

void BindProfiles(cli::Options& options, ProfilesOptions& profiles) {
  options.Add({"output", "",
               "json prints a profile file to start from; manifests prints the registrations and the Roles that the "
               "profile needs.",
               'o'},
              profiles.format,
              cli::OneOf<ProfilesFormat>({{"json", ProfilesFormat::kJson}, {"manifests", ProfilesFormat::kManifests}}));
  BindProfile(options, profiles.profile);
}

template <typename T>
base::Result<void> Valid(const T& /*settings*/) {
  return {};
}

}  // namespace

cli::Program CommandLine(const Handlers& handlers) {
  cli::Program program{"token-webhook",
                       TOKEN_GUARD_VERSION,
                       "judges every write to the Secret that holds the Keptn API token",
                       {{0, "done, or accepted"},
                        {kRefused, "refused"},
                        {cli::kUsageError, "wrong usage or configuration, or unreadable input"},
                        {kBrokenMachine,
                         "no random bytes, or standard output could not be written; of audit verify: whole, but not "
                         "proven to be all"}},
                       {}};
  program.Add<ServeOptions>(
      "serve", "Answer admission reviews over HTTPS. Audit lines go to standard output, the log to standard error.",
      BindServe, ValidateServe, handlers.serve);
  program.Add<CheckOptions>("check", "Print the webhook's verdict on manifests (YAML or JSON), without a cluster.",
                            BindCheck, ValidateCheck, handlers.check);
  program.Add<GenerateOptions>("generate", "Print a token that the policy accepts, without a line break if piped.",
                               BindGenerate, Valid, handlers.generate);
  program.Add<ProfilesOptions>("profiles", "Print the profile in force.", BindProfiles, Valid, handlers.profiles);
  AddAuditCommands(program, handlers.audit);
  return program;
}

}  // namespace webhook
