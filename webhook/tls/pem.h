// Certificates and keys out of PEM text, in owners that free them. Any number of threads.
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

}  // namespace tls
