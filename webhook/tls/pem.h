// Certificates and keys out of PEM text, in owners that free them, and what they are good for. Any number of threads.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tls {

struct Freer {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Certificate = std::unique_ptr<X509, Freer>;
using Key = std::unique_ptr<EVP_PKEY, Freer>;

// All certificates of a PEM text, at least one, in their order. Fails (kInvalid) if there is none or if one is broken
// or cut off; `name` is the file's name in the message.
base::Result<std::vector<Certificate>> ParseCertificates(std::string_view pem, const std::string& name);

// The first private key of a PEM text; null if there is none or if it is encrypted.
Key ParseKey(std::string_view pem);

// The common name of the subject. Empty if there is none or more than one: two readers could use different ones.
std::string CommonName(const X509* certificate);

// Puts the key's certificate first, then each certificate's issuer, then the rest: the order that a server sends,
// whatever the order of the file. False if no certificate belongs to the key.
bool SortChain(std::vector<Certificate>& chain, EVP_PKEY* key);

// Whether the first certificate may serve TLS and its chain ends at a trusted certificate, whatever their dates. A
// trusted certificate need not be a root, as in Go.
bool IsSignedBy(const std::vector<Certificate>& chain, const std::vector<Certificate>& trusted);

// Empty if Go's TLS clients, kube-apiserver among them, can use the key; else the name of its kind or curve.
std::string UnsupportedKey(const EVP_PKEY* key);

}  // namespace tls
