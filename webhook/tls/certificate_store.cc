#include "tls/certificate_store.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <utility>

#include "tls/chain.h"
#include "x509/certificate.h"

namespace tls {
namespace {

constexpr std::size_t kMaxBytes = 1U << 20U;  // A chain of certificates is some kilobytes; a mebibyte is a mistake.

// Positions in reload::Contents.
constexpr std::size_t kCertificateFile = 0;
constexpr std::size_t kKeyFile = 1;
constexpr std::size_t kServingCaFile = 2;  // If configured. The client CA, if configured, is the last.

// Called by OpenSSL for each certificate of the client's chain, after its own checks; checks the leaf's common name.
int VerifyName(int good, X509_STORE_CTX* verification) {
  if (good != 1 || X509_STORE_CTX_get_error_depth(verification) != 0) {
    return good;
  }
  const auto* ssl =
      static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(verification, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto& allowed = *static_cast<const std::vector<std::string>*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  const std::string name = x509::CommonName(X509_get_subject_name(X509_STORE_CTX_get_current_cert(verification)));
  if (!name.empty() && (allowed.empty() || std::find(allowed.begin(), allowed.end(), name) != allowed.end())) {
    return 1;
  }
  X509_STORE_CTX_set_error(verification, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

// The context keeps a pointer to `names`.
bool RequireClientCertificate(SSL_CTX* context, const std::vector<x509::Certificate>& authorities,
                              const std::vector<std::string>& names) {
  X509_STORE* trusted = SSL_CTX_get_cert_store(context);
  for (const auto& authority : authorities) {
    // The client receives the list of CAs and chooses its certificate by it.
    if (X509_STORE_add_cert(trusted, authority.get()) != 1 || SSL_CTX_add_client_CA(context, authority.get()) != 1) {
      return false;
    }
  }
  SSL_CTX_set_app_data(context, const_cast<std::vector<std::string>*>(&names));
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, VerifyName);
  return true;
}

// Null if OpenSSL refuses the certificate or key.
std::shared_ptr<SSL_CTX> MakeContext(const std::vector<x509::Certificate>& chain, EVP_PKEY* key) {
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

// The chain leads to a CA that clients trust. Dates are not checked here.
base::Result<void> CheckServingCa(const std::vector<x509::Certificate>& chain, const reload::Contents& files,
                                  const StoreConfig& config) {
  if (config.serving_ca.empty()) {
    return {};
  }
  const auto trusted = x509::ReadCertificates(files[kServingCaFile].Reveal(), config.serving_ca);
  if (!trusted) {
    return base::Fail(trusted.error());
  }
  if (!x509::Verify(chain, *trusted, {})) {
    return base::Fail(base::Code::kInvalid, "the certificate in " + config.certificate +
                                                " is not signed by the CA in " + config.serving_ca +
                                                ": kube-apiserver would refuse it");
  }
  return {};
}

// The certificate's key and chain in a context; dates are not checked.
base::Result<std::shared_ptr<ServingCertificate>> ParsePair(const reload::Contents& files, const StoreConfig& config) {
  auto chain = x509::ReadCertificates(files[kCertificateFile].Reveal(), config.certificate);
  if (!chain) {
    return base::Fail(chain.error());
  }
  const x509::Key key = x509::ReadKey(files[kKeyFile].Reveal());
  if (!key) {
    return base::Fail(base::Code::kInvalid, config.key + " holds no unencrypted private key in PEM form");
  }
  if (!SortChain(*chain, key.get())) {
    return base::Fail(base::Code::kInvalid, config.key + " is not the key of the certificate in " + config.certificate);
  }
  if (const auto kind = UnsupportedKey(key.get()); !kind.empty()) {
    return base::Fail(base::Code::kInvalid, "the key in " + config.key + " is of the kind " + kind +
                                                ", which kube-apiserver cannot use: expected an EC key on P-256, "
                                                "P-384 or P-521, an Ed25519 key or an RSA key");
  }
  if (auto trusted = CheckServingCa(*chain, files, config); !trusted) {
    return base::Fail(trusted.error());
  }
  const X509* leaf = chain->front().get();
  auto pair = std::make_shared<ServingCertificate>();
  pair->context = MakeContext(*chain, key.get());
  if (!pair->context) {
    return base::Fail(base::Code::kInvalid,
                      "OpenSSL refuses the certificate in " + config.certificate + ": its key may be too short");
  }
  pair->client_names = config.client_names;
  pair->not_before = x509::NotBefore(leaf);
  pair->not_after = x509::NotAfter(leaf);
  return pair;
}

base::Result<void> AddClientCa(ServingCertificate& pair, const reload::Contents& files, const StoreConfig& config) {
  if (config.client_ca.empty()) {
    return {};
  }
  const auto authorities = x509::ReadCertificates(files.back().Reveal(), config.client_ca);
  if (!authorities) {
    return base::Fail(authorities.error());
  }
  if (!RequireClientCertificate(pair.context.get(), *authorities, pair.client_names)) {
    return base::Fail(base::Code::kInvalid, "OpenSSL refuses the client CA in " + config.client_ca);
  }
  return {};
}

// Whether the dates allow `pair` to replace `current`: a valid pair gives way to a valid one alone.
base::Result<void> CheckDates(const ServingCertificate& pair, const ServingCertificate* current,
                              ports::Clock::WallTime now, const std::string& file) {
  if (current == nullptr || now < current->not_before || now >= current->not_after) {
    return {};
  }
  if (now < pair.not_before) {
    return base::Fail(base::Code::kInvalid,
                      "the certificate in " + file + " is not valid yet: it is taken up as soon as it is");
  }
  if (now >= pair.not_after) {
    return base::Fail(base::Code::kInvalid, "the certificate in " + file + " has expired");
  }
  return {};
}

base::Result<std::shared_ptr<const ServingCertificate>> Parse(const reload::Contents& files, const StoreConfig& config,
                                                              const ServingCertificate* current,
                                                              ports::Clock::WallTime now) {
  auto pair = ParsePair(files, config);
  if (!pair) {
    return base::Fail(pair.error());
  }
  if (auto added = AddClientCa(**pair, files, config); !added) {
    return base::Fail(added.error());
  }
  if (auto in_time = CheckDates(**pair, current, now, config.certificate); !in_time) {
    return base::Fail(in_time.error());
  }
  return std::shared_ptr<const ServingCertificate>(std::move(*pair));
}

}  // namespace

std::string ClientName(const SSL* connection) {
  const X509* certificate = SSL_get0_peer_certificate(connection);
  return certificate == nullptr ? "" : x509::CommonName(X509_get_subject_name(certificate));
}

std::shared_ptr<SSL_CTX> CurrentContext(const CertificateStore& store) {
  const auto current = store.Current();
  return {current, current->context.get()};
}

base::Result<std::unique_ptr<CertificateStore>> OpenCertificateStore(ports::Files& files, const StoreConfig& config) {
  std::vector<reload::File> list{{config.certificate, "the serving certificate", kMaxBytes},
                                 {config.key, "the serving key", kMaxBytes}};
  if (!config.serving_ca.empty()) {
    list.push_back({config.serving_ca, "the serving CA", kMaxBytes});
  }
  if (!config.client_ca.empty()) {
    list.push_back({config.client_ca, "the client CA", kMaxBytes});
  }
  auto store = std::make_unique<CertificateStore>(
      reload::FileSet(files, std::move(list)),
      [config](const reload::Contents& contents, const ServingCertificate* current, ports::Clock::WallTime now) {
        return Parse(contents, config, current, now);
      });
  if (auto loaded = store->Refresh({}); !loaded) {
    return base::Fail(loaded.error());
  }
  return store;
}

}  // namespace tls
