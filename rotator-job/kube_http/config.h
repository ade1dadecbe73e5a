// Access to the API server, from a pod's service account or a kubeconfig. Any number of threads.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/error.h"
#include "kube_http/credentials.h"
#include "ports/files.h"

namespace kube_http {

// The service account of this pod. `environment` reads a variable. kInvalid outside of a pod.
base::Result<Access> InCluster(ports::Files& files,
                               const std::function<std::optional<std::string>(const std::string&)>& environment);

// A kubeconfig file. If `context` is empty, the current context. Relative paths are relative to the file's folder, as
// in kubectl. Supports certificates as data and files, tokens, token files and exec plugins. kInvalid, with a sentence
// that names the setting, for anything else: auth providers, passwords, impersonation, proxies,
// insecure-skip-tls-verify.
base::Result<Access> FromKubeconfig(ports::Files& files, const std::string& path, const std::string& context);

}  // namespace kube_http
