// Where the API server is and who we are: a pod's service account, or a kubeconfig.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/error.h"
#include "kube_http/credentials.h"
#include "ports/files.h"

namespace kube_http {

// The service account of this pod. `environment` reads a variable. kInvalid if this is no pod.
base::Result<Access> InCluster(ports::Files& files,
                               const std::function<std::optional<std::string>(const std::string&)>& environment);

// A kubeconfig file; an empty context takes the current one. Relative paths are relative to the file's folder.
// Certificates as data or files, tokens, token files and exec plugins; what is not supported (auth providers,
// passwords, impersonation, proxies, insecure-skip-tls-verify) is refused with a sentence.
base::Result<Access> FromKubeconfig(ports::Files& files, const std::string& path, const std::string& context);

}  // namespace kube_http
