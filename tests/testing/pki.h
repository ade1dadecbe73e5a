// Certificates for unit tests, made in the process. Needs OpenSSL.
#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace fakes {

struct Identity {
  std::shared_ptr<X509> certificate;
  std::shared_ptr<EVP_PKEY> key;

  [[nodiscard]] std::string CertificatePem() const {
    const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(bio.get(), certificate.get());
    return Text(bio.get());
  }
  [[nodiscard]] std::string KeyPem(const char* passphrase = nullptr) const {
    const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(bio.get(), key.get(), passphrase == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr, 0,
                             nullptr, const_cast<char*>(passphrase));
    return Text(bio.get());
  }

 private:
  static std::string Text(BIO* bio) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    return {bytes, static_cast<std::size_t>(size)};
  }
};

struct Issue {
  std::string name;
  const Identity* issuer = nullptr;  // Null: signs itself.
  bool authority = false;
  long from = -3600;  // Seconds from now.
  long to = 3600;
  std::string curve = "P-256";
  std::string names{};  // subjectAltName, for example "DNS:localhost".
};

inline Identity Make(const Issue& issue) {
  static long serial = 1;
  Identity made{{X509_new(), X509_free}, {EVP_EC_gen(issue.curve.c_str()), EVP_PKEY_free}};
  X509* certificate = made.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), issue.from);
  X509_gmtime_adj(X509_getm_notAfter(certificate), issue.to);
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(issue.name.c_str()), -1, -1, 0);
  const X509* issuer = issue.issuer == nullptr ? certificate : issue.issuer->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, issue.authority ? "critical,CA:TRUE" : "CA:FALSE"),
      X509_EXTENSION_free);
  X509_add_ext(certificate, extension.get(), -1);
  if (!issue.names.empty()) {
    const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, issue.names.c_str()), X509_EXTENSION_free);
    X509_add_ext(certificate, names.get(), -1);
  }
  X509_sign(certificate, (issue.issuer == nullptr ? made : *issue.issuer).key.get(), EVP_sha256());
  return made;
}

}  // namespace fakes
