// OpenSSL's certificates in owners, and what the guard reads of them. Internal to this module. Any number of threads.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace certificates {

struct Freer {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Certificate = std::unique_ptr<X509, Freer>;
using Key = std::unique_ptr<EVP_PKEY, Freer>;
using Bio = std::unique_ptr<BIO, Freer>;

// Each certificate of a PEM text, in order. Text between certificates, and certificates that cannot be read, are left
// out.
std::vector<Certificate> ReadCertificates(std::string_view pem);
// The first private key of a PEM text; null if there is none or if it is encrypted.
Key ReadKey(std::string_view pem);

std::string ToPem(X509* certificate);
// SHA-256 of the DER form, in hex: the name of a certificate in a snapshot.
std::string IdOf(const X509* certificate);
// The common name; empty if there is none.
std::string CommonName(const X509_NAME* name);
std::chrono::system_clock::time_point NotAfter(const X509* certificate);
// Whether clients that trust `anchor` accept the chain (leaf first) for the DNS name at this time.
bool Accepts(X509* anchor, const std::vector<Certificate>& chain, const std::string& name,
             std::chrono::system_clock::time_point now);

}  // namespace certificates
