// The files that are replaced while serving: certificate, path key, retired tokens. Logs and counts each change.
#pragma once

#include "mounted/path_keys.h"
#include "mounted/retired_tokens.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "tls/certificate_store.h"
#include "webhook/metrics.h"

namespace webhook {

// One thread.
class Reloads {
 public:
  // `path_keys` and `retired_tokens` may be null: not configured. All else is required; everything is borrowed.
  struct Stores {
    tls::CertificateStore& certificates;
    mounted::PathKeyStore* path_keys;
    mounted::RetiredTokenStore* retired_tokens;
  };
  Reloads(Stores stores, Metrics& metrics, ports::Clock& clock, ports::Log& log);

  // Looks at all files: once before serving, then every second. A failure is logged once and the last good version
  // stays in force. Throws std::bad_alloc only; the next call tries again.
  void Refresh();

 private:
  template <typename T, typename OnLoaded>
  void Refresh(reload::Reloadable<T>& store, Reload what, OnLoaded on_loaded);
  void RetiredTokensLoaded(const admission::RetiredTokens& tokens);

  const Stores stores_;
  Metrics& metrics_;
  ports::Clock& clock_;
  ports::Log& log_;
};

}  // namespace webhook
