#include "tls/pem.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

namespace tls {
namespace {

struct BioFreer {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, BioFreer>;

Bio Reader(std::string_view text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// Without a callback OpenSSL asks for the passphrase of an encrypted key on the terminal.
int NoPassphrase(char*, int, int, void*) { return 0; }

bool LeadsTo(const std::vector<Certificate>& chain, X509* anchor) {
  const std::unique_ptr<X509_STORE, void (*)(X509_STORE*)> store(X509_STORE_new(), X509_STORE_free);
  X509_STORE_add_cert(store.get(), anchor);
  X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
  X509_STORE_set_purpose(store.get(), X509_PURPOSE_SSL_SERVER);
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> others(
      sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
  for (const auto& certificate : chain) {
    sk_X509_push(others.get(), certificate.get());
  }
  const std::unique_ptr<X509_STORE_CTX, void (*)(X509_STORE_CTX*)> verification(X509_STORE_CTX_new(),
                                                                                X509_STORE_CTX_free);
  X509_STORE_CTX_init(verification.get(), store.get(), chain.front().get(), others.get());
  const bool good = X509_verify_cert(verification.get()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace

base::Result<std::vector<Certificate>> ParseCertificates(std::string_view pem, const std::string& name) {
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

Key ParseKey(std::string_view pem) {
  const Bio bio = Reader(pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  return key;
}

std::string CommonName(const X509* certificate) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const int index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (index < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, index) >= 0) {
    return "";
  }
  unsigned char* bytes = nullptr;
  const int length = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index)));
  if (length <= 0) {
    return "";
  }
  std::string name(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return name;
}

bool SortChain(std::vector<Certificate>& chain, EVP_PKEY* key) {
  auto next = std::find_if(chain.begin(), chain.end(), [key](const Certificate& certificate) {
    return X509_check_private_key(certificate.get(), key) == 1;
  });
  ERR_clear_error();
  if (next == chain.end()) {
    return false;
  }
  for (auto place = chain.begin(); next != chain.end(); ++place) {
    std::rotate(place, next, next + 1);
    next = std::find_if(place + 1, chain.end(), [place](const Certificate& issuer) {
      return X509_check_issued(issuer.get(), place->get()) == X509_V_OK;
    });
  }
  return true;
}

bool IsSignedBy(const std::vector<Certificate>& chain, const std::vector<Certificate>& trusted) {
  // One by one: among several of the same name, OpenSSL tries one alone. They are there while a CA is replaced.
  return std::any_of(trusted.begin(), trusted.end(),
                     [&](const Certificate& anchor) { return LeadsTo(chain, anchor.get()); });
}

std::string UnsupportedKey(const EVP_PKEY* key) {
  std::string kind = EVP_PKEY_get0_type_name(key);
  if (kind == "RSA" || kind == "ED25519") {
    return "";
  }
  if (kind != "EC") {
    return kind;
  }
  std::array<char, 80> curve{};
  EVP_PKEY_get_group_name(key, curve.data(), curve.size(), nullptr);
  const std::string name = curve.data();
  return name == SN_X9_62_prime256v1 || name == SN_secp384r1 || name == SN_secp521r1 ? "" : name;
}

}  // namespace tls
