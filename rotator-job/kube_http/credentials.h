// Address, trust and identity of requests to the API server.
//
// Token and CA of a pod's service account are read for each request, since kubelet renews them. An exec plugin runs
// once, and again if its credential has expired or the API server has refused the credential. One thread.
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

// A program of a kubeconfig that prints an ExecCredential.
struct ExecPlugin {
  std::string api_version;
  std::vector<std::string> command;                              // With its arguments.
  std::vector<std::pair<std::string, std::string>> environment;  // Added to this program's.
  std::string install_hint;
};

struct Access {
  std::string server;  // "https://10.96.0.1:443"
  std::string ca_pem;  // If empty, the system's authorities.
  std::string ca_file;
  std::string token_file;
  base::SecretBytes token;      // If there is no token_file.
  std::string certificate_pem;  // Of the client, with key_pem.
  base::SecretBytes key_pem;
  std::optional<ExecPlugin> exec;
};

class Credentials {
 public:
  // `access` is owned, everything else borrowed.
  Credentials(Access access, ports::Files& files, ports::Programs& programs, ports::Clock& clock)
      : access_(std::move(access)), files_(files), programs_(programs), clock_(clock) {}

  // Brings Current up to date; to be called before each request. Reads files and may run the plugin. kInvalid if the
  // plugin fails for good; kUnavailable if it may succeed later.
  base::Result<void> Refresh();
  // The API server has refused the credential (401). True if the next Refresh has another one, from the plugin or from
  // a file that was replaced after it was read.
  bool Renew();

  // As of the last Refresh.
  [[nodiscard]] const Access& Current() const { return access_; }
  // Increases if the CA or the client certificate has changed: earlier connections must not be used again.
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

// Reads the output of an exec plugin into `access`; returns the time of expiry, null if there is none. kInvalid says
// what is wrong, never what was printed, which may hold half a credential.
base::Result<std::optional<ports::Clock::WallTime>> ReadExecCredential(const base::SecretBytes& output,
                                                                       const ExecPlugin& plugin, Access& access);

}  // namespace kube_http
