#include "kube_http/credentials.h"

#include "base/time_text.h"
#include "json/read.h"

namespace kube_http {
namespace {

constexpr std::size_t kMaxBytes = 1U << 20U;  // Of a token, a certificate, a plugin's output.
// A plugin may call a cloud over the network, but cannot log in with a browser.
constexpr std::chrono::seconds kPluginDeadline(30);
// A credential is renewed this long before its expiry, so that no request is sent with an expired one.
constexpr std::chrono::seconds kEarly(10);

}  // namespace

base::Result<std::optional<ports::Clock::WallTime>> ReadExecCredential(const base::SecretBytes& output,
                                                                       const ExecPlugin& plugin, Access& access) {
  const auto wrong = [&](const std::string& what) {
    return base::Fail(base::Code::kInvalid, "the exec plugin '" + plugin.command.front() + "' printed " + what);
  };
  const auto parsed = json::Object::Parse(output.Reveal());
  const json::Value* root = parsed ? &parsed->Root() : nullptr;
  const bool kind = json::Text(root, {"kind"}) == "ExecCredential";
  const bool version = kind && json::Text(root, {"apiVersion"}) == plugin.api_version;
  const json::Value* status = version ? json::At(root, {"status"}) : nullptr;
  std::string expiry;
  if (status != nullptr && status->IsObject()) {
    access.token = base::SecretBytes(json::Text(status, {"token"}));
    access.certificate_pem = json::Text(status, {"clientCertificateData"});
    access.key_pem = base::SecretBytes(json::Text(status, {"clientKeyData"}));
    expiry = json::Text(status, {"expirationTimestamp"});
  }
  if (!kind) {
    return wrong("no ExecCredential");
  }
  if (!version) {
    return wrong("an ExecCredential of another version than " + plugin.api_version);
  }
  if (access.token.Empty() && access.certificate_pem.empty()) {
    return wrong("an ExecCredential without token or clientCertificateData");
  }
  if (access.certificate_pem.empty() != access.key_pem.Empty()) {
    return wrong("a client certificate without its key, or a key without its certificate");
  }
  return expiry.empty() ? std::nullopt : base::ParseTime(expiry);
}

base::Result<void> Credentials::RunPlugin() {
  const ExecPlugin& plugin = *access_.exec;
  ports::Program program{plugin.command, plugin.environment};
  program.environment.emplace_back(
      "KUBERNETES_EXEC_INFO",
      R"({"apiVersion":")" + plugin.api_version + R"(","kind":"ExecCredential","spec":{"interactive":false}})");
  auto output = programs_.Run(program, kPluginDeadline, kMaxBytes);
  if (!output) {
    // Another try helps only if the plugin was too slow.
    return base::Fail(output.error().code == base::Code::kUnavailable ? base::Code::kUnavailable : base::Code::kInvalid,
                      "the kubeconfig's exec plugin: " + output.error().message +
                          (plugin.install_hint.empty() ? "" : "; " + plugin.install_hint));
  }
  const std::string certificate = access_.certificate_pem;
  auto expires = ReadExecCredential(*output, plugin, access_);
  if (!expires) {
    return base::Fail(expires.error());
  }
  if (*expires && **expires <= clock_.Now()) {
    return base::Fail(base::Code::kInvalid,
                      "the exec plugin '" + plugin.command.front() + "' printed a credential that has expired already");
  }
  expires_ = *expires;
  plugin_fresh_ = true;
  generation_ += certificate != access_.certificate_pem ? 1 : 0;
  return {};
}

base::Result<base::SecretBytes> Credentials::ReadToken() {
  auto read = files_.Read(access_.token_file, kMaxBytes);
  if (!read) {
    return base::Fail(read.error().With("the account's token"));
  }
  const std::string_view token = read->Reveal();
  return base::SecretBytes(token.substr(0, token.find_last_not_of("\r\n") + 1));
}

base::Result<void> Credentials::Refresh() {
  if (access_.exec && (!plugin_fresh_ || (expires_ && *expires_ - kEarly <= clock_.Now()))) {
    if (auto ran = RunPlugin(); !ran) {
      return ran;
    }
  }
  if (!access_.token_file.empty()) {
    auto token = ReadToken();
    if (!token) {
      return base::Fail(token.error());
    }
    access_.token = std::move(*token);
  }
  if (!access_.ca_file.empty()) {
    auto read = files_.Read(access_.ca_file, kMaxBytes);
    // While kubelet replaces the files, one may be missing: keep the last good one.
    if (read && !read->Empty() && read->Reveal() != access_.ca_pem) {
      access_.ca_pem = read->Reveal();
      ++generation_;
    }
  }
  return {};
}

bool Credentials::Renew() {
  if (!access_.token_file.empty()) {
    const auto token = ReadToken();
    return token && !token->Equals(access_.token);  // Otherwise this token is the refused one.
  }
  // The refusal of a fresh credential is final.
  const auto now = clock_.Monotonic();
  if (!access_.exec || (renewed_at_ && now - *renewed_at_ < kPluginDeadline)) {
    return false;
  }
  renewed_at_ = now;
  plugin_fresh_ = false;
  return true;
}

}  // namespace kube_http
