#include "webhook/options.h"

namespace webhook {

const cli::Program& CommandLine() {
  static const cli::Program program{
      "token-webhook",
      TOKEN_GUARD_VERSION,
      "guards the Secret that holds an API token",
      {{"serve",
        "Answers admission reviews over HTTPS.",
        "",
        {{"listen", "HOST:PORT", "Where kube-apiserver reaches it; port 0 takes any free one.", "0.0.0.0:8443"}}}},
      "Exit codes: 0 done or accepted; 1 refused; 2 usage, configuration or unreadable input."};
  return program;
}

}  // namespace webhook
