#include "kube_http/config.h"

#include <yaml-cpp/yaml.h>

#include "base/base64.h"

namespace kube_http {
namespace {

constexpr std::size_t kMaxBytes = 1U << 20U;  // Of a kubeconfig or a certificate.
constexpr const char* kAccount = "/var/run/secrets/kubernetes.io/serviceaccount/";

std::string Text(const YAML::Node& node, const char* name) {
  const YAML::Node value = node[name];
  return value.IsDefined() && value.IsScalar() ? value.Scalar() : "";
}

YAML::Node Named(const YAML::Node& list, const std::string& name, const char* inner) {
  if (list.IsDefined() && list.IsSequence()) {
    for (const auto& entry : list) {
      if (entry.IsMap() && Text(entry, "name") == name && entry[inner].IsDefined() && entry[inner].IsMap()) {
        return entry[inner];
      }
    }
  }
  return YAML::Node(YAML::NodeType::Undefined);
}

// kubectl resolves relative paths in the folder of the kubeconfig.
std::string Resolve(const std::string& path, const std::string& folder) {
  return path.empty() || path.front() == '/' ? path : folder + path;
}

// The value of NAME-data, decoded from base64, or the content of the file NAME.
base::Result<base::SecretBytes> DataOrFile(ports::Files& files, const YAML::Node& node, const std::string& name,
                                           const std::string& folder) {
  const std::string data = Text(node, (name + "-data").c_str());
  if (!data.empty()) {
    auto decoded = base::DecodeBase64(data);
    return decoded ? std::move(decoded) : base::Fail(decoded.error().With(name + "-data"));
  }
  const std::string file = Resolve(Text(node, name.c_str()), folder);
  return file.empty() ? base::SecretBytes() : files.Read(file, kMaxBytes);
}

base::Error Unsupported(const std::string& whose, const std::string& what, const std::string& instead) {
  return {base::Code::kInvalid, whose + " uses '" + what + "', which is not supported: " + instead};
}

base::Result<void> CheckSupported(const YAML::Node& cluster, const YAML::Node& user, const std::string& context) {
  for (const auto* name : {"auth-provider", "username", "password", "as", "as-uid", "as-groups", "as-user-extra"}) {
    if (user[name].IsDefined()) {
      return base::Fail(Unsupported("the user of context '" + context + "'", name,
                                    "use a token, a client certificate or an exec plugin"));
    }
  }
  if (Text(cluster, "insecure-skip-tls-verify") == "true") {
    return base::Fail(Unsupported("the cluster of context '" + context + "'", "insecure-skip-tls-verify",
                                  "name the certificate authority"));
  }
  for (const auto* name : {"proxy-url", "tls-server-name"}) {
    if (cluster[name].IsDefined()) {
      return base::Fail(Unsupported("the cluster of context '" + context + "'", name,
                                    "give a server address that is reached directly and stands in its certificate"));
    }
  }
  return {};
}

base::Result<ExecPlugin> ReadPlugin(const YAML::Node& node, const std::string& folder) {
  ExecPlugin plugin;
  plugin.api_version = Text(node, "apiVersion");
  if (plugin.api_version != "client.authentication.k8s.io/v1" &&
      plugin.api_version != "client.authentication.k8s.io/v1beta1") {
    return base::Fail(base::Code::kInvalid, "the exec plugin uses '" + plugin.api_version +
                                                "': expected client.authentication.k8s.io/v1 or v1beta1");
  }
  const std::string command = Text(node, "command");
  if (command.empty()) {
    return base::Fail(base::Code::kInvalid, "the exec plugin has no command");
  }
  if (Text(node, "interactiveMode") == "Always") {
    return base::Fail(base::Code::kInvalid,
                      "the exec plugin '" + command + "' has interactiveMode: Always, and nobody can answer here");
  }
  plugin.command.push_back(command.find('/') == std::string::npos ? command : Resolve(command, folder));
  for (const auto& argument : node["args"]) {
    plugin.command.push_back(argument.Scalar());
  }
  for (const auto& variable : node["env"]) {
    plugin.environment.emplace_back(Text(variable, "name"), Text(variable, "value"));
  }
  plugin.install_hint = Text(node, "installHint");
  return plugin;
}

base::Result<Access> Read(ports::Files& files, const YAML::Node& root, const std::string& wanted,
                          const std::string& folder) {
  const std::string name = wanted.empty() ? Text(root, "current-context") : wanted;
  const YAML::Node context = Named(root["contexts"], name, "context");
  if (!context.IsDefined()) {
    return base::Fail(base::Code::kInvalid, name.empty() ? "it has no current-context: set --context NAME"
                                                         : "there is no context '" + name + "'");
  }
  const YAML::Node cluster = Named(root["clusters"], Text(context, "cluster"), "cluster");
  const YAML::Node user = Named(root["users"], Text(context, "user"), "user");
  if (!cluster.IsDefined() || !user.IsDefined()) {
    return base::Fail(base::Code::kInvalid, "the context '" + name + "' names a cluster or a user that does not exist");
  }
  if (auto supported = CheckSupported(cluster, user, name); !supported) {
    return base::Fail(supported.error());
  }
  Access access;
  access.server = Text(cluster, "server");
  if (access.server.rfind("https://", 0) != 0) {
    return base::Fail(base::Code::kInvalid, "the server '" + access.server + "' is not an https address");
  }
  access.server.erase(access.server.find_last_not_of('/') + 1);
  auto ca = DataOrFile(files, cluster, "certificate-authority", folder);
  auto certificate = DataOrFile(files, user, "client-certificate", folder);
  auto key = DataOrFile(files, user, "client-key", folder);
  for (const auto* part : {&ca, &certificate, &key}) {
    if (!*part) {
      return base::Fail(part->error());
    }
  }
  access.ca_pem = ca->Reveal();
  access.certificate_pem = certificate->Reveal();
  access.key_pem = std::move(*key);
  access.token = base::SecretBytes(Text(user, "token"));
  access.token_file = Resolve(Text(user, "tokenFile"), folder);
  if (user["exec"].IsDefined()) {
    auto plugin = ReadPlugin(user["exec"], folder);
    if (!plugin) {
      return base::Fail(plugin.error());
    }
    access.exec = std::move(*plugin);
  }
  return access;
}

}  // namespace

base::Result<Access> InCluster(ports::Files& files,
                               const std::function<std::optional<std::string>(const std::string&)>& environment) {
  const auto host = environment("KUBERNETES_SERVICE_HOST");
  const auto port = environment("KUBERNETES_SERVICE_PORT");
  if (!host || !port) {
    return base::Fail(base::Code::kInvalid,
                      "this process runs in no pod, and no kubeconfig is given: set --kubeconfig FILE");
  }
  Access access;
  const bool v6 = host->find(':') != std::string::npos;
  access.server = "https://" + (v6 ? "[" + *host + "]" : *host) + ":" + *port;
  auto ca = files.Read(std::string(kAccount) + "ca.crt", kMaxBytes);
  if (!ca) {
    return base::Fail(ca.error().With("the pod has no service account"));
  }
  access.ca_pem = ca->Reveal();
  access.ca_file = std::string(kAccount) + "ca.crt";
  access.token_file = std::string(kAccount) + "token";
  return access;
}

base::Result<Access> FromKubeconfig(ports::Files& files, const std::string& path, const std::string& context) {
  auto text = files.Read(path, kMaxBytes);
  if (!text) {
    return base::Fail(text.error());
  }
  base::Result<Access> access = base::Fail(base::Code::kInvalid, "");
  try {
    const YAML::Node root = YAML::Load(std::string(text->Reveal()));
    access = root.IsMap() ? Read(files, root, context, path.substr(0, path.rfind('/') + 1))
                          : base::Fail(base::Code::kInvalid, "it is no kubeconfig");
  } catch (const YAML::Exception& error) {
    access = base::Fail(base::Code::kInvalid, "it is not YAML: line " + std::to_string(error.mark.line + 1));
  }
  return access ? std::move(access) : base::Fail(access.error().With("the kubeconfig " + path));
}

}  // namespace kube_http
