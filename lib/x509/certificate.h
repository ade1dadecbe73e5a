// OpenSSL's certificates and keys in owners that free them: read from PEM text, described, verified. Any number of
// threads.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace x509 {

struct Freer {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Certificate = std::unique_ptr<X509, Freer>;
using Key = std::unique_ptr<EVP_PKEY, Freer>;
using Bio = std::unique_ptr<BIO, Freer>;
using Time = std::chrono::system_clock::time_point;

// All certificates of a PEM text, at least one, in their order. Fails (kInvalid) if there is none or if one is broken
// or cut off; `name` names the text in the message.
base::Result<std::vector<Certificate>> ReadCertificates(std::string_view pem, const std::string& name);
// The same of a text that others may write to: each certificate that can be read, perhaps none.
std::vector<Certificate> FindCertificates(std::string_view pem);

// The first private key of a PEM text; null if there is none or if it is encrypted.
Key ReadKey(std::string_view pem);

std::string ToPem(X509* certificate);
// SHA-256 of the DER form, in hex.
std::string Fingerprint(const X509* certificate);
// The common name. Empty if there is none or more than one: two readers could use different ones.
std::string CommonName(const X509_NAME* name);
Time NotBefore(const X509* certificate);
Time NotAfter(const X509* certificate);

// What a client expects of a server's certificate.
struct Expected {
  std::string server;       // DNS name or IP address, which a subjectAltName must hold; empty: any.
  std::optional<Time> now;  // If unset, the dates are not checked.
};

// Whether clients that trust `authority` accept the chain, leaf first, for TLS servers. As in Go, the trusted
// certificate need not be a root. Fails (kInvalid) with OpenSSL's reason, for example "certificate has expired".
base::Result<void> Verify(const std::vector<Certificate>& chain, X509* authority, const Expected& expected);
// The same with several trusted certificates; the reason is about the last one.
base::Result<void> Verify(const std::vector<Certificate>& chain, const std::vector<Certificate>& authorities,
                          const Expected& expected);

}  // namespace x509
