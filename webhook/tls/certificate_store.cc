#include "tls/certificate_store.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <vector>

#include "base/secret_bytes.h"

namespace tls {
namespace {

struct Freer {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Bio = std::unique_ptr<BIO, Freer>;
using Certificate = std::unique_ptr<X509, Freer>;
using Key = std::unique_ptr<EVP_PKEY, Freer>;

constexpr std::size_t kMostBytes = 1U << 20U;  // A chain of certificates is some kilobytes; a mebibyte is a mistake.

std::string Digest(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
  return {reinterpret_cast<const char*>(digest.data()), length};
}

// All certificates of a file; kInvalid if there is none, or one that cannot be read.
base::Result<std::vector<Certificate>> ParseChain(const std::string& pem, const std::string& name) {
  std::vector<Certificate> chain;
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  ERR_clear_error();
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    chain.emplace_back(certificate);
  }
  // The end of the file is an error to the reader, too.
  const bool end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (chain.empty()) {
    return base::Fail(base::Code::kInvalid, name + " holds no certificate in PEM form");
  }
  if (!end) {
    return base::Fail(base::Code::kInvalid,
                      "certificate " + std::to_string(chain.size() + 1) + " in " + name + " is broken or cut off");
  }
  return chain;
}

// An encrypted key would make OpenSSL ask on the terminal.
int NoPassphrase(char*, int, int, void*) { return 0; }

Key ParseKey(std::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  return key;
}

// Of exactly one common name: with several, two readers could see different ones.
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

// OpenSSL has verified the chain; here the client's own certificate has to have an allowed name.
int VerifyName(int good, X509_STORE_CTX* verification) {
  if (good != 1 || X509_STORE_CTX_get_error_depth(verification) != 0) {
    return good;
  }
  const auto* ssl =
      static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto& allowed = *static_cast<const std::vector<std::string>*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  const std::string name = CommonName(X509_STORE_CTX_get_current_cert(verification));
  if (!name.empty() && (allowed.empty() || std::find(allowed.begin(), allowed.end(), name) != allowed.end())) {
    return 1;
  }
  X509_STORE_CTX_set_error(verification, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

// The context points to `names`.
bool AskForClients(SSL_CTX* context, const std::vector<Certificate>& authorities,
                   const std::vector<std::string>& names) {
  X509_STORE* trusted = SSL_CTX_get_cert_store(context);
  for (const auto& authority : authorities) {
    // The list goes to the client, which chooses its certificate by it.
    if (X509_STORE_add_cert(trusted, authority.get()) != 1 || SSL_CTX_add_client_CA(context, authority.get()) != 1) {
      return false;
    }
  }
  SSL_CTX_set_app_data(context, const_cast<std::vector<std::string>*>(&names));
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, VerifyName);
  return true;
}

std::shared_ptr<SSL_CTX> MakeContext(const std::vector<Certificate>& chain, EVP_PKEY* key) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  SSL_CTX* raw = context.get();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(raw, 0);
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(raw, 1);
  bool good = SSL_CTX_use_certificate(raw, chain.front().get()) == 1 && SSL_CTX_use_PrivateKey(raw, key) == 1;
  for (std::size_t i = 1; good && i < chain.size(); ++i) {
    good = SSL_CTX_add1_chain_cert(raw, chain[i].get()) == 1;
  }
  ERR_clear_error();
  return good ? context : nullptr;
}

std::chrono::system_clock::time_point ToTime(const ASN1_TIME* time) {
  std::tm parts{};
  ASN1_TIME_to_tm(time, &parts);
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

}  // namespace

std::string ClientName(const SSL* connection) {
  const X509* certificate = SSL_get0_peer_certificate(connection);
  return certificate == nullptr ? "" : CommonName(certificate);
}

base::Result<std::unique_ptr<CertificateStore>> CertificateStore::Open(ports::Files& files, StoreConfig config) {
  std::unique_ptr<CertificateStore> store(new CertificateStore(files, std::move(config)));
  if (auto loaded = store->Refresh(std::chrono::system_clock::time_point::min()); !loaded) {
    return base::Fail(loaded.error());
  }
  return store;
}

std::shared_ptr<SSL_CTX> CertificateStore::Current() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return current_;
}

Validity CertificateStore::CurrentValidity() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return validity_;
}

base::Result<bool> CertificateStore::Unreadable(const base::Error& error) {
  if (loaded_ == error.message) {
    return false;
  }
  loaded_ = error.message;
  return base::Fail(error);
}

base::Result<bool> CertificateStore::Refresh(std::chrono::system_clock::time_point now) {
  auto certificate = files_.Read(config_.certificate, kMostBytes);
  if (!certificate) {
    return Unreadable(certificate.error().With("the serving certificate"));
  }
  auto key_read = files_.Read(config_.key, kMostBytes);
  if (!key_read) {
    return Unreadable(key_read.error().With("the serving key"));
  }
  const base::SecretBytes key_pem(std::move(*key_read));
  auto client_ca =
      config_.client_ca.empty() ? base::Result<std::string>(std::string()) : files_.Read(config_.client_ca, kMostBytes);
  if (!client_ca) {
    return Unreadable(client_ca.error().With("the client CA"));
  }
  std::string digest = Digest(*certificate) + Digest(key_pem.Reveal()) + Digest(*client_ca);
  if (digest == loaded_ && now < look_again_) {
    return false;
  }
  look_again_ = std::chrono::system_clock::time_point::max();
  loaded_.clear();  // An exception leaves nothing behind that would keep the next call from trying again.
  auto taken = Take(*certificate, key_pem, *client_ca, now);
  loaded_ = std::move(digest);
  return taken;
}

base::Result<bool> CertificateStore::Take(const std::string& certificate, const base::SecretBytes& key_pem,
                                          const std::string& client_ca, std::chrono::system_clock::time_point now) {
  const auto parsed = ParseChain(certificate, config_.certificate);
  if (!parsed) {
    return base::Fail(parsed.error());
  }
  const auto& chain = *parsed;
  const Key key = ParseKey(key_pem.Reveal());
  if (!key) {
    return base::Fail(base::Code::kInvalid, config_.key + " holds no unencrypted private key in PEM form");
  }
  if (X509_check_private_key(chain.front().get(), key.get()) != 1) {
    ERR_clear_error();
    return base::Fail(base::Code::kInvalid,
                      config_.key + " is not the key of the certificate in " + config_.certificate);
  }
  auto context = MakeContext(chain, key.get());
  if (!context) {
    return base::Fail(base::Code::kInvalid,
                      "OpenSSL refuses the certificate in " + config_.certificate + ": its key may be too short");
  }
  if (!config_.client_ca.empty()) {
    const auto authorities = ParseChain(client_ca, config_.client_ca);
    if (!authorities) {
      return base::Fail(authorities.error());
    }
    if (!AskForClients(context.get(), *authorities, config_.client_names)) {
      return base::Fail(base::Code::kInvalid, "OpenSSL refuses the client CA in " + config_.client_ca);
    }
  }
  const Validity validity{ToTime(X509_get0_notBefore(chain.front().get())),
                          ToTime(X509_get0_notAfter(chain.front().get()))};
  const std::lock_guard<std::mutex> lock(mutex_);
  const bool in_time = current_ && validity_.begin <= now && now < validity_.end;
  if (in_time && now < validity.begin) {
    look_again_ = validity.begin;
    return base::Fail(base::Code::kInvalid, "the certificate in " + config_.certificate +
                                                " is not valid yet: it is taken up as soon as it is");
  }
  if (in_time && validity.end <= now) {
    return base::Fail(base::Code::kInvalid, "the certificate in " + config_.certificate + " has expired");
  }
  current_ = std::move(context);
  validity_ = validity;
  return true;
}

}  // namespace tls
