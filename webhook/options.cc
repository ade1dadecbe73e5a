#include "webhook/options.h"

namespace webhook {

const cli::Program& CommandLine() {
  static const cli::Flag profile_file{
      "profile-file", "FILE",
      "A JSON file of profiles (docs/profiles.md); without it, Keptn's built-in one is in force."};
  static const cli::Flag profile{"profile", "NAME", "Which profile of the file; needed where it holds several."};
  static const cli::Program program{
      "token-webhook",
      TOKEN_GUARD_VERSION,
      "judges every write to the Secret that holds the Keptn API token",
      {
          {"serve",
           "Answers admission reviews over HTTPS; audit lines go to standard output, the log to standard error.",
           "",
           {
               {"listen", "HOST:PORT", "HTTPS for kube-apiserver; port 0 takes any free one.", "0.0.0.0:8443"},
               {"ops-listen", "HOST:PORT", "Plain HTTP for /healthz, /readyz and /metrics.", "0.0.0.0:8080"},
               {"cert", "FILE", "Serving certificate and chain in PEM; read again when it changes."},
               {"key", "FILE", "Its private key in PEM, unencrypted; read again when it changes."},
               {"client-ca", "FILE",
                "Who signs client certificates, in PEM; then only clients with one are served. Read again when it "
                "changes. Without it anybody who reaches the port is."},
               {"client-name", "NAME", "A common name that may connect; without it any that the client CA signed.", "",
                0, true},
               {"path-key", "FILE",
                "A file with one or two keys (two while the registration moves from one to the other), a line each: "
                "served is /validate/KEY and /mutate/KEY. Read again when it changes."},
               {"drop-last-applied", "",
                "/mutate takes kubectl's last-applied-configuration, which holds a copy of the token, off the Secret."},
               {"retired-dir", "DIR",
                "The mounted Secret with hmac-key and retired.json; without it fingerprints are null and no token "
                "counts as retired."},
               {"drain", "SECONDS", "After SIGTERM, how long it goes on serving before it stops listening.", "3"},
               profile_file,
               profile,
           }},
          {"check",
           "Gives the webhook's verdict on manifests (YAML or JSON) without a cluster.",
           "[FILE|-...]",
           {
               {"token-file", "FILE", "A file that holds the token itself, every byte of it; - for standard input."},
               {"output", "FORMAT", "text for people, json for programs.", "text", 'o'},
               profile_file,
               profile,
           }},
          {"generate",
           "Prints a token that the policy accepts: token-webhook generate | kubectl create secret generic "
           "keptn-api-token -n keptn --from-file=keptn-api-token=/dev/stdin",
           "",
           {profile_file, profile}},
          {"profiles",
           "Prints the profile in force.",
           "",
           {
               {"output", "FORMAT",
                "json for a profile file to start from, manifests for the registration and the Roles that it needs.",
                "json", 'o'},
               profile_file,
               profile,
           }},
      },
      "Exit codes: 0 done or accepted; 1 refused; 2 usage, configuration or unreadable input."};
  return program;
}

}  // namespace webhook
