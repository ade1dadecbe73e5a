// The serving certificate, replaced while serving.
//
// With a client CA, a handshake succeeds only if the client presents a certificate of that CA, for client use, valid
// today and of an allowed name. Certificate, key and CA are read, parsed and matched as a pair before anything changes;
// a broken or mismatched pair leaves the last good one in force. Handshakes under way and open connections keep the
// context they began with, which must not outlive the store. Current() may be called by any number of threads;
// Refresh() by one.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/files.h"

namespace tls {

struct StoreConfig {
  std::string certificate;  // PEM file: the certificate, then its chain.
  std::string key;          // PEM file: its private key, unencrypted.
  std::string client_ca;    // PEM file: who signs client certificates; empty to ask for none.
  // With a client_ca, the common names that may connect; empty for any that it has signed.
  std::vector<std::string> client_names;
};

struct Validity {
  std::chrono::system_clock::time_point begin;
  std::chrono::system_clock::time_point end;
};

// The common name of the client's verified certificate; empty if none was asked for.
std::string ClientName(const SSL* connection);

class CertificateStore {
 public:
  // Fails (kInvalid, kNotFound, kDenied) with a sentence that names the file. `files` is borrowed.
  static base::Result<std::unique_ptr<CertificateStore>> Open(ports::Files& files, StoreConfig config);

  // The context for a new handshake: TLS 1.2 and 1.3, AEAD ciphers with forward secrecy, no session tickets.
  std::shared_ptr<SSL_CTX> Current();

  // Reads the files again. True if they hold a new good pair, which serves from now on; false if nothing has changed.
  // On failure, reported once until the files change again, the old pair stays. Where the one in force is within its
  // time, a pair that has expired by `now` does not replace it, and one that is not valid yet only once it is.
  base::Result<bool> Refresh(std::chrono::system_clock::time_point now);

  // Of the certificate in force.
  Validity CurrentValidity();

 private:
  CertificateStore(ports::Files& files, StoreConfig config) : files_(files), config_(std::move(config)) {}

  base::Result<bool> Unreadable(const base::Error& error);
  base::Result<bool> Take(const std::string& certificate, const base::SecretBytes& key_pem,
                          const std::string& client_ca, std::chrono::system_clock::time_point now);

  ports::Files& files_;
  const StoreConfig config_;
  // SHA-256 of what the last attempt read, or why it could not: what is broken is reported once. Refresh() alone.
  std::string loaded_;
  std::chrono::system_clock::time_point look_again_ =
      std::chrono::system_clock::time_point::max();  // At the same files.
  std::mutex mutex_;                                 // Guards what follows.
  std::shared_ptr<SSL_CTX> current_;
  Validity validity_;
};

}  // namespace tls
