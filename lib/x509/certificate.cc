#include "x509/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>

#include "base/hex.h"

namespace x509 {
namespace {

Bio Reader(std::string_view text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// Without a callback OpenSSL asks for the passphrase of an encrypted key on the terminal.
int NoPassphrase(char*, int, int, void*) { return 0; }

Time ToTime(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

void Configure(X509_VERIFY_PARAM* parameters, const Expected& expected) {
  X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);  // As Go: no common names.
  if (expected.now) {
    X509_VERIFY_PARAM_set_time(parameters, std::chrono::system_clock::to_time_t(*expected.now));
  } else {
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
  }
  if (!expected.server.empty() && X509_VERIFY_PARAM_set1_ip_asc(parameters, expected.server.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(parameters, expected.server.c_str(), expected.server.size());
  }
}

}  // namespace

base::Result<std::vector<Certificate>> ReadCertificates(std::string_view pem, const std::string& name) {
  std::vector<Certificate> certificates;
  const Bio bio = Reader(pem);
  ERR_clear_error();
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    certificates.emplace_back(certificate);
  }
  // OpenSSL reports the end of the text as this error, too.
  const bool end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (certificates.empty()) {
    return base::Fail(base::Code::kInvalid, name + " holds no certificate in PEM form");
  }
  if (!end) {
    return base::Fail(base::Code::kInvalid, "certificate " + std::to_string(certificates.size() + 1) + " in " + name +
                                                " is broken or cut off");
  }
  return certificates;
}

std::vector<Certificate> FindCertificates(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  std::vector<Certificate> certificates;
  for (auto at = pem.find(kBegin); at != std::string_view::npos; at = pem.find(kBegin, at + 1)) {
    const Bio bio = Reader(pem.substr(at));
    if (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
      certificates.emplace_back(certificate);
    }
  }
  ERR_clear_error();
  return certificates;
}

Key ReadKey(std::string_view pem) {
  const Bio bio = Reader(pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  return key;
}

std::string ToPem(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

std::string Fingerprint(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  return base::Hex({reinterpret_cast<const char*>(digest.data()), size});
}

std::string CommonName(const X509_NAME* name) {
  const int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (index < 0 || X509_NAME_get_index_by_NID(name, NID_commonName, index) >= 0) {
    return "";
  }
  unsigned char* bytes = nullptr;
  const int length = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
  if (length < 0) {
    return "";
  }
  std::string text(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return text;
}

Time NotBefore(const X509* certificate) { return ToTime(X509_get0_notBefore(certificate)); }
Time NotAfter(const X509* certificate) { return ToTime(X509_get0_notAfter(certificate)); }

base::Result<void> Verify(const std::vector<Certificate>& chain, X509* authority, const Expected& expected) {
  if (chain.empty()) {
    return base::Fail(base::Code::kInvalid, "no certificate is served");
  }
  const std::unique_ptr<X509_STORE, void (*)(X509_STORE*)> store(X509_STORE_new(), X509_STORE_free);
  X509_STORE_add_cert(store.get(), authority);
  X509_STORE_set_purpose(store.get(), X509_PURPOSE_SSL_SERVER);
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> others(
      sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
  for (const auto& certificate : chain) {
    sk_X509_push(others.get(), certificate.get());
  }
  const std::unique_ptr<X509_STORE_CTX, void (*)(X509_STORE_CTX*)> verification(X509_STORE_CTX_new(),
                                                                                X509_STORE_CTX_free);
  X509_STORE_CTX_init(verification.get(), store.get(), chain.front().get(), others.get());
  Configure(X509_STORE_CTX_get0_param(verification.get()), expected);
  const bool good = X509_verify_cert(verification.get()) == 1;
  ERR_clear_error();
  if (!good) {
    return base::Fail(base::Code::kInvalid,
                      X509_verify_cert_error_string(X509_STORE_CTX_get_error(verification.get())));
  }
  return {};
}

base::Result<void> Verify(const std::vector<Certificate>& chain, const std::vector<Certificate>& authorities,
                          const Expected& expected) {
  base::Result<void> verified = base::Fail(base::Code::kInvalid, "no certificate is trusted");
  for (const auto& authority : authorities) {  // One by one: among several of one name, OpenSSL tries one alone.
    verified = Verify(chain, authority.get(), expected);
    if (verified) {
      break;
    }
  }
  return verified;
}

}  // namespace x509
