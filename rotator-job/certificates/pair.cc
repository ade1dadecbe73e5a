#include "certificates/pair.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "base/hex.h"
#include "base/time_text.h"
#include "x509/certificate.h"

namespace certificates {
namespace {

constexpr std::size_t kSerialLength = 16;  // Bytes. RFC 5280 allows 20, and browsers want 8 random ones.

base::Result<Pair> Refused() { return base::Fail(base::Code::kInternal, "OpenSSL made no certificate"); }

bool AddExtension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), X509_EXTENSION_free);
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

void SetName(X509_NAME* name, const std::string& common_name) {
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(common_name.data()),
                             static_cast<int>(common_name.size()), -1, 0);
}

// Version, serial number, name, dates and key; no issuer, no extension, no signature.
x509::Certificate Begin(const std::string& name, const std::string& serial, WallTime now, EVP_PKEY* key) {
  x509::Certificate made(X509_new());
  X509_set_version(made.get(), X509_VERSION_3);
  const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> number(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(serial.data()), static_cast<int>(serial.size()), nullptr),
      BN_free);
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(made.get()));
  SetName(X509_get_subject_name(made.get()), name);
  ASN1_TIME_set(X509_getm_notBefore(made.get()), std::chrono::system_clock::to_time_t(now - kBackdated));
  ASN1_TIME_set(X509_getm_notAfter(made.get()), std::chrono::system_clock::to_time_t(now + kLifetime));
  X509_set_pubkey(made.get(), key);
  return made;
}

bool SignAuthority(X509* authority, EVP_PKEY* key) {
  X509_set_issuer_name(authority, X509_get_subject_name(authority));
  return AddExtension(authority, authority, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
         AddExtension(authority, authority, NID_key_usage, "critical,keyCertSign") &&
         AddExtension(authority, authority, NID_subject_key_identifier, "hash") &&
         X509_sign(authority, key, EVP_sha256()) > 0;
}

bool SignLeaf(X509* leaf, X509* authority, EVP_PKEY* authority_key, const std::string& ns) {
  X509_set_issuer_name(leaf, X509_get_subject_name(authority));
  const std::string name = ServiceName(ns);
  return AddExtension(leaf, authority, NID_basic_constraints, "critical,CA:FALSE") &&
         AddExtension(leaf, authority, NID_key_usage, "critical,digitalSignature") &&
         AddExtension(leaf, authority, NID_ext_key_usage, "serverAuth") &&
         AddExtension(leaf, authority, NID_subject_alt_name, "DNS:" + name + ",DNS:" + name + ".cluster.local") &&
         AddExtension(leaf, authority, NID_subject_key_identifier, "hash") &&
         AddExtension(leaf, authority, NID_authority_key_identifier, "keyid:always") &&
         X509_sign(leaf, authority_key, EVP_sha256()) > 0;
}

// The secure memory BIO overwrites its buffer when it is freed.
base::SecretBytes KeyToPem(EVP_PKEY* key) {
  const x509::Bio bio(BIO_new(BIO_s_secmem()));
  if (PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return {};
  }
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return base::SecretBytes(std::string_view(bytes, static_cast<std::size_t>(size)));
}

}  // namespace

std::string ServiceName(const std::string& ns) { return "token-webhook." + ns + ".svc"; }

base::Result<Pair> MakePair(const std::string& ns, WallTime now, ports::Random& random) {
  const auto bytes = random.Bytes(2 * kSerialLength);
  if (!bytes) {
    return base::Fail(bytes.error());
  }
  std::string serials(bytes->Reveal());
  serials[0] = serials[kSerialLength] = static_cast<char>(0x40 | (serials[0] & 0x3f));  // Positive, and not short.
  const std::string first = serials.substr(0, kSerialLength);
  std::string day = base::FormatTime(now).substr(0, 10);
  day.erase(std::remove(day.begin(), day.end(), '-'), day.end());
  const x509::Key authority_key(EVP_EC_gen("P-256"));
  const x509::Key leaf_key(EVP_EC_gen("P-256"));
  if (!authority_key || !leaf_key) {
    return Refused();
  }
  const std::string name = std::string(kAuthorityPrefix) + day + "-" + base::Hex(first.substr(kSerialLength - 4));
  const x509::Certificate authority = Begin(name, first, now, authority_key.get());
  const x509::Certificate leaf = Begin("token-webhook", serials.substr(kSerialLength), now, leaf_key.get());
  if (!SignAuthority(authority.get(), authority_key.get()) ||
      !SignLeaf(leaf.get(), authority.get(), authority_key.get(), ns)) {
    return Refused();
  }
  Pair pair{x509::ToPem(leaf.get()), KeyToPem(leaf_key.get()), x509::ToPem(authority.get())};
  ERR_clear_error();
  return pair.key.Empty() ? Refused() : std::move(pair);
}

PairFacts Inspect(std::string_view certificate, std::string_view key, std::string_view authority,
                  const std::string& ns) {
  PairFacts facts;
  if (certificate.empty() && key.empty()) {
    return facts;
  }
  facts.condition = Condition::kBroken;
  const auto chain = x509::FindCertificates(certificate);
  if (chain.empty()) {
    return facts;
  }
  X509* leaf = chain.front().get();
  if (x509::CommonName(X509_get_issuer_name(leaf)).rfind(kAuthorityPrefix, 0) != 0) {
    facts.condition = Condition::kForeign;
    return facts;
  }
  const x509::Key private_key = x509::ReadKey(key);
  const bool matches = private_key && X509_check_private_key(leaf, private_key.get()) == 1;
  ERR_clear_error();
  for (const auto& anchor : x509::FindCertificates(authority)) {
    // At the leaf's last second: whether it has expired is another question.
    const auto expires = std::min(x509::NotAfter(leaf), x509::NotAfter(anchor.get()));
    if (matches && x509::Verify(chain, anchor.get(), {ServiceName(ns), expires - std::chrono::seconds(1)})) {
      facts = {Condition::kGood, expires, x509::Fingerprint(leaf), x509::ToPem(anchor.get())};
    }
  }
  return facts;
}

}  // namespace certificates
