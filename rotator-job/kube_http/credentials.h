// What a request to the API server is made with: where it goes, whom it trusts, who it says it is.
//
// A pod's service account has its token and CA read anew for each request, since kubelet renews them. An exec plugin is
// run once, and again when its credential has expired or the API server has refused it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/clock.h"
#include "ports/files.h"
#include "ports/programs.h"

namespace kube_http {

// A program that prints an ExecCredential, as a kubeconfig names it.
struct ExecPlugin {
  std::string api_version;
  std::vector<std::string> command;                              // With its arguments.
  std::vector<std::pair<std::string, std::string>> environment;  // Added to ours.
  std::string install_hint;
};

struct Access {
  std::string server;  // "https://10.96.0.1:443"
  std::string ca_pem;  // Empty: the system's.
  std::string ca_file;
  std::string token_file;
  base::SecretBytes token;      // Where there is no file.
  std::string certificate_pem;  // The client's, with its key.
  base::SecretBytes key_pem;
  std::optional<ExecPlugin> exec;
};

class Credentials {
 public:
  // All borrowed but `access`.
  Credentials(Access access, ports::Files& files, ports::Programs& programs, ports::Clock& clock)
      : access_(std::move(access)), files_(files), programs_(programs), clock_(clock) {}

  // Brings `Current` up to date before a request. Reads files, may run the plugin.
  base::Result<void> Refresh();
  // The API server has refused them: whether the next Refresh has others, from the plugin or from a file that was
  // replaced after it was read.
  bool Renew();

  // As of the last Refresh.
  [[nodiscard]] const Access& Current() const { return access_; }
  // Changes when CA or client certificate have changed: connections of before are not to be used again.
  [[nodiscard]] int Generation() const { return generation_; }

 private:
  base::Result<void> RunPlugin();
  base::Result<base::SecretBytes> ReadToken();

  Access access_;
  ports::Files& files_;
  ports::Programs& programs_;
  ports::Clock& clock_;
  int generation_ = 0;
  bool plugin_fresh_ = false;
  std::optional<ports::Clock::WallTime> expires_;
  std::optional<ports::Clock::MonotonicTime> renewed_at_;
};

// What an exec plugin printed, into `access`; answers when it expires. kInvalid says what is wrong, never what was
// printed: it may hold half a credential.
base::Result<std::optional<ports::Clock::WallTime>> ReadExecCredential(const base::SecretBytes& output,
                                                                       const ExecPlugin& plugin, Access& access);

}  // namespace kube_http
