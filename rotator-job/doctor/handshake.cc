#include "doctor/handshake.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>

namespace doctor {
namespace {

struct Freer {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
template <typename T>
using Owned = std::unique_ptr<T, Freer>;

base::Result<std::string> AsPem(SSL* connection) {
  const STACK_OF(X509)* chain = SSL_get_peer_cert_chain(connection);
  const Owned<BIO> text(BIO_new(BIO_s_mem()));
  for (int i = 0; chain != nullptr && i < sk_X509_num(chain); ++i) {
    PEM_write_bio_X509(text.get(), sk_X509_value(chain, i));
  }
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  if (size <= 0) {
    return base::Fail(base::Code::kUnavailable, "the handshake failed");
  }
  return std::string(bytes, static_cast<std::size_t>(size));
}

}  // namespace

base::Result<std::string> ServedChain(const std::string& host, long port, const std::string& server,
                                      std::chrono::milliseconds deadline) {
  const Owned<SSL_CTX> context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  const Owned<BIO> connection(BIO_new_ssl_connect(context.get()));
  SSL* tls = nullptr;
  BIO_get_ssl(connection.get(), &tls);
  SSL_set_tlsext_host_name(tls, server.c_str());
  BIO_set_conn_hostname(
      connection.get(),
      ((host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port)).c_str());
  BIO_set_nbio(connection.get(), 1);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(deadline).count();
  const int connected = BIO_do_connect_retry(connection.get(), static_cast<int>(seconds), -1);
  ERR_clear_error();
  // A server that refuses a client without a certificate has shown its own before.
  if (connected != 1 && SSL_get_peer_cert_chain(tls) == nullptr) {
    return base::Fail(base::Code::kUnavailable, "no connection to port " + std::to_string(port));
  }
  return AsPem(tls);
}

}  // namespace doctor
