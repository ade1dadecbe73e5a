#include "webhook/reloads.h"

#include <array>

#include "base/time_text.h"

namespace webhook {
namespace {

// By the numbers of Reload.
constexpr std::array kUnusable{
    "certificate cannot be used; the last good one stays in force",
    "retired list cannot be used; the last good one stays in force",
    "path key cannot be used; the last good one stays in force",
};

}  // namespace

Reloads::Reloads(Stores stores, Metrics& metrics, ports::Clock& clock, ports::Log& log)
    : stores_(stores), metrics_(metrics), clock_(clock), log_(log) {
  metrics_.CertificateExpires(stores_.certificates.Current()->not_after);
}

template <typename T, typename OnLoaded>
void Reloads::Refresh(reload::Reloadable<T>& store, Reload what, OnLoaded on_loaded) {
  const auto changed = store.Refresh(clock_.Now());
  if (!changed) {
    metrics_.Reloaded(what, false);
    log_.Error(kUnusable[static_cast<std::size_t>(what)], {{"error", std::string_view(changed.error().message)}});
  } else if (*changed) {
    metrics_.Reloaded(what, true);
    on_loaded(*store.Current());
  }
}

void Reloads::RetiredTokensLoaded(const admission::RetiredTokens& tokens) {
  if (!tokens.key) {
    log_.Warning("there is no fingerprint key: no token counts as retired until token-rotator has made one");
  }
  metrics_.TokenRotated(base::ParseTime(tokens.list.rotated_at).value_or(ports::Clock::WallTime()));
  log_.Info("retired list loaded", {{"tokens", static_cast<std::int64_t>(tokens.list.entries.size())},
                                    {"rotatedAt", std::string_view(tokens.list.rotated_at)},
                                    {"key", tokens.key.has_value()}});
}

void Reloads::Refresh() {
  if (stores_.retired_tokens != nullptr) {
    Refresh(*stores_.retired_tokens, Reload::kRetired,
            [this](const admission::RetiredTokens& tokens) { RetiredTokensLoaded(tokens); });
  }
  Refresh(stores_.certificates, Reload::kCertificate, [this](const tls::ServingCertificate& certificate) {
    metrics_.CertificateExpires(certificate.not_after);
    log_.Info("certificate loaded", {{"notAfter", std::string_view(base::FormatTime(certificate.not_after))}});
  });
  if (stores_.path_keys != nullptr) {
    Refresh(*stores_.path_keys, Reload::kPathKey,
            [this](const mounted::PathKeys& /*keys*/) { log_.Info("path key loaded"); });
  }
}

}  // namespace webhook
