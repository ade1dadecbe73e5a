// The serving certificate, replaced while serving.
//
// A pair (certificate and key) is read, parsed and matched before anything changes; a broken or mismatched pair leaves
// the last good pair in force (reload/reloadable.h), and so does a key that kube-apiserver cannot use. Handshakes in
// progress and open connections keep the pair that they started with. With a client CA, a handshake succeeds only if
// the client presents a certificate of that CA, for client use, valid today and with an allowed common name.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "ports/clock.h"
#include "ports/files.h"
#include "reload/reloadable.h"

namespace tls {

struct StoreConfig {
  std::string certificate;  // PEM file: the certificate and its chain, in any order.
  std::string key;          // PEM file: the private key of the certificate, unencrypted.
  // PEM file: the CAs that clients trust, those of the registrations' caBundle. If set, a certificate that none of them
  // has signed is refused, because every client would refuse it.
  std::string serving_ca;
  std::string client_ca;  // PEM file: the CAs that sign client certificates; empty: ask for no client certificate.
  // With client_ca: the common names that may connect; empty: every certificate that the client CA signed.
  std::vector<std::string> client_names;
};

struct ServingCertificate {
  // For new handshakes: TLS 1.2 and 1.3, AEAD ciphers with forward secrecy, no session tickets. It points to
  // `client_names`; keep the ServingCertificate for as long as the context.
  std::shared_ptr<SSL_CTX> context;
  std::vector<std::string> client_names;
  ports::Clock::WallTime not_before;
  ports::Clock::WallTime not_after;
};

// Refresh(now) also refuses a pair that is expired or not valid yet if the pair in force is valid at `now`. It accepts
// the latter once its time has come.
using CertificateStore = reload::Reloadable<ServingCertificate>;

// Loads the first pair, whatever its dates. Fails (kInvalid, kNotFound, kDenied) with a sentence that names the file.
// `files` is borrowed.
base::Result<std::unique_ptr<CertificateStore>> OpenCertificateStore(ports::Files& files, const StoreConfig& config);

// The context of the certificate in force; it keeps its ServingCertificate.
std::shared_ptr<SSL_CTX> CurrentContext(const CertificateStore& store);

// The common name of the client's verified certificate; empty if the server asked for none.
std::string ClientName(const SSL* connection);

}  // namespace tls
