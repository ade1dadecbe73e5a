#include "doctor/certificate.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>
#include <memory>

#include "base/hex.h"

namespace doctor {
namespace {

struct Freer {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
  void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};
template <typename T>
using Owned = std::unique_ptr<T, Freer>;

base::Result<std::vector<Owned<X509>>> Read(std::string_view pem) {
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<Owned<X509>> certificates;
  ERR_clear_error();
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    certificates.emplace_back(certificate);
  }
  const bool end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (certificates.empty() || !end) {
    return base::Fail(base::Code::kInvalid,
                      certificates.empty() ? "it holds no certificate in PEM form" : "a certificate in it is broken");
  }
  return certificates;
}

ports::Clock::WallTime TimeOf(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

std::string NameOf(const X509* certificate) {
  std::array<char, 256> text{};
  const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(),
                                               static_cast<int>(text.size()));
  return length > 0 ? std::string(text.data(), static_cast<std::size_t>(length)) : "certificate without a name";
}

std::string IdOf(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &length);
  return base::Hex({reinterpret_cast<const char*>(digest.data()), length});
}

}  // namespace

base::Result<std::vector<Certificate>> ParseCertificates(std::string_view pem) {
  const auto read = Read(pem);
  if (!read) {
    return base::Fail(read.error());
  }
  std::vector<Certificate> certificates;
  for (const auto& certificate : *read) {
    certificates.push_back({NameOf(certificate.get()), IdOf(certificate.get()),
                            TimeOf(X509_get0_notBefore(certificate.get())),
                            TimeOf(X509_get0_notAfter(certificate.get()))});
  }
  return certificates;
}

base::Result<void> Verify(std::string_view chain, std::string_view bundle, const std::string& server,
                          ports::Clock::WallTime now) {
  const auto served = Read(chain);
  const auto trusted = Read(bundle);
  if (!served || !trusted) {
    return base::Fail(served ? trusted.error() : served.error());
  }
  const Owned<STACK_OF(X509)> others(sk_X509_new_null());
  for (const auto& certificate : *served) {
    sk_X509_push(others.get(), certificate.get());
  }
  std::string reason;
  for (const auto& anchor : *trusted) {  // One by one: among several of the same name, OpenSSL tries one alone.
    const Owned<X509_STORE> store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), anchor.get());
    X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN);  // As Go: a trusted certificate need not be a root.
    X509_STORE_set_purpose(store.get(), X509_PURPOSE_SSL_SERVER);
    const Owned<X509_STORE_CTX> context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store.get(), served->front().get(), others.get());
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(parameters, std::chrono::system_clock::to_time_t(now));
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);  // As Go: no common names.
    if (X509_VERIFY_PARAM_set1_ip_asc(parameters, server.c_str()) != 1) {
      X509_VERIFY_PARAM_set1_host(parameters, server.c_str(), server.size());
    }
    const bool good = X509_verify_cert(context.get()) == 1;
    ERR_clear_error();
    if (good) {
      return {};
    }
    reason = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
  }
  return base::Fail(base::Code::kInvalid, reason);
}

}  // namespace doctor
