// The serving certificate, replaced while serving.
//
// Certificate and key are read, parsed and matched as a pair before anything changes; a broken or mismatched pair
// leaves the last good one in force. Handshakes under way keep the context they began with. Current() may be called by
// any number of threads; Refresh() by one.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "base/error.h"
#include "ports/files.h"

namespace tls {

struct StoreConfig {
  std::string certificate;  // PEM file: the certificate, then its chain.
  std::string key;          // PEM file: its private key, unencrypted.
};

class CertificateStore {
 public:
  // Fails (kInvalid, kNotFound, kDenied) with a sentence that names the file. `files` is borrowed.
  static base::Result<std::unique_ptr<CertificateStore>> Open(ports::Files& files, StoreConfig config);

  // The context for a new handshake: TLS 1.2 and 1.3, AEAD ciphers with forward secrecy, no session tickets.
  std::shared_ptr<SSL_CTX> Current();

  // Reads the files again. True if they hold a new good pair, which serves from now on; false if nothing has changed.
  // On failure the old pair stays.
  base::Result<bool> Refresh();

  // When the certificate in force expires.
  std::chrono::system_clock::time_point NotAfter();

 private:
  CertificateStore(ports::Files& files, StoreConfig config) : files_(files), config_(std::move(config)) {}

  ports::Files& files_;
  const StoreConfig config_;
  std::string loaded_;  // SHA-256 of what the last attempt read: a broken pair is reported once. Refresh() alone.
  std::mutex mutex_;    // Guards what follows.
  std::shared_ptr<SSL_CTX> current_;
  std::chrono::system_clock::time_point not_after_;
};

}  // namespace tls
