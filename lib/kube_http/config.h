// Where the API server is and who we are: a pod's service account, or a kubeconfig.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/files.h"

namespace kube_http {

struct Access {
  std::string server;           // "https://10.96.0.1:443"
  std::string ca_pem;           // Empty: the system's.
  std::string token_file;       // Read anew for each request: kubelet renews it.
  base::SecretBytes token;      // Where there is no file.
  std::string certificate_pem;  // The client's, with its key.
  base::SecretBytes key_pem;
};

// The service account of this pod. `environment` reads a variable. kInvalid if this is no pod.
base::Result<Access> InCluster(ports::Files& files,
                               const std::function<std::optional<std::string>(const std::string&)>& environment);

// A kubeconfig file; an empty context takes the current one. What is not supported (exec plugins, auth providers,
// insecure-skip-tls-verify) is refused with a sentence.
base::Result<Access> FromKubeconfig(ports::Files& files, const std::string& path, const std::string& context);

}  // namespace kube_http
