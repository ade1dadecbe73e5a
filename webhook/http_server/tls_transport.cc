#include "http_server/tls_transport.h"

#include <openssl/err.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/secret_bytes.h"
#include "tls/certificate_store.h"

namespace http_server {
namespace {

constexpr int kReadsPerTurn = 4;

// The cause of a failed handshake, from SSL_get_error() and OpenSSL's error queue.
HandshakeFailure CauseOf(int error) {
  if (error != SSL_ERROR_SSL) {
    return HandshakeFailure::kClosed;
  }
  const int reason = ERR_GET_REASON(ERR_peek_error());
  switch (reason) {
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
      return HandshakeFailure::kClosed;
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_BAD_PACKET_LENGTH:
    case SSL_R_BAD_RECORD_TYPE:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_ENCRYPTED_LENGTH_TOO_LONG:
    case SSL_R_UNEXPECTED_MESSAGE:
    case SSL_R_LENGTH_MISMATCH:
      return HandshakeFailure::kNotTls;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_SUITABLE_KEY_SHARE:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
      return HandshakeFailure::kNothingInCommon;
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
      return HandshakeFailure::kClientCertificate;
    default:
      // During a handshake, an alert from the client means that it rejects the serving certificate.
      return reason >= SSL_AD_REASON_OFFSET ? HandshakeFailure::kRefusedByClient : HandshakeFailure::kOther;
  }
}

// An empty queue is the rule, and clearing it costs as much as a small record.
void ClearErrors() {
  if (ERR_peek_error() != 0) {
    ERR_clear_error();
  }
}

bool WouldBlock() { return errno == EAGAIN || errno == EINTR; }

}  // namespace

TlsTransport::TlsTransport(UniqueFd fd, std::shared_ptr<SSL_CTX> context, Observer& observer)
    : fd_(std::move(fd)), context_(std::move(context)), observer_(observer) {}

TlsTransport::~TlsTransport() = default;

void TlsTransport::BeginTurn() { reads_left_ = kReadsPerTurn; }

std::string TlsTransport::ClientName() const { return ssl_ ? tls::ClientName(ssl_.get()) : ""; }

Io TlsTransport::Outcome(int result) {
  const int error = SSL_get_error(ssl_.get(), result);
  ClearErrors();
  if (error == SSL_ERROR_WANT_READ) {
    return Io::kWantRead;
  }
  return error == SSL_ERROR_WANT_WRITE ? Io::kWantWrite : Io::kClosed;
}

long TlsTransport::LimitReads(BIO* socket, int operation, const char* /*bytes*/, std::size_t /*size*/, int /*number*/,
                              long /*number*/, int result, std::size_t* /*done*/) {
  if (operation != BIO_CB_READ) {
    return result;
  }
  auto& left = reinterpret_cast<TlsTransport*>(BIO_get_callback_arg(socket))->reads_left_;
  if (left == 0) {
    BIO_set_retry_read(socket);  // To OpenSSL this looks like a socket without data.
    return -1;
  }
  --left;
  return result;
}

bool TlsTransport::Begin() {
  ssl_.reset(SSL_new(context_.get()));
  if (!ssl_ || SSL_set_fd(ssl_.get(), fd_.get()) != 1) {
    return false;
  }
  BIO_set_callback_ex(SSL_get_rbio(ssl_.get()), LimitReads);
  BIO_set_callback_arg(SSL_get_rbio(ssl_.get()), reinterpret_cast<char*>(this));
  SSL_set_accept_state(ssl_.get());
  return true;
}

Io TlsTransport::Handshake() {
  if (!ssl_) {
    char first = 0;
    if (recv(fd_.get(), &first, 1, MSG_PEEK) < 0 && errno == EAGAIN) {
      return Io::kWantRead;
    }
    if (!Begin()) {
      return Io::kClosed;
    }
  }
  ClearErrors();
  const int result = SSL_accept(ssl_.get());
  if (result == 1) {
    return Io::kDone;
  }
  const int error = SSL_get_error(ssl_.get(), result);
  if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
    observer_.HandshakeFailed(CauseOf(error));
  }
  return Outcome(result);
}

Io TlsTransport::Read(char* into, std::size_t size, std::size_t& count) {
  if (ssl_) {
    ClearErrors();
    int result = SSL_read_ex(ssl_.get(), into, size, &count);
    // A client may send a request in many records of one byte; parsing after each would cost quadratic time.
    for (std::size_t more = 0; result == 1 && count < size && HasPending(); count += more) {
      if (SSL_read_ex(ssl_.get(), into + count, size - count, &more) != 1) {
        ClearErrors();
        return Io::kDone;  // The next call meets the same error again.
      }
    }
    return result == 1 ? Io::kDone : Outcome(result);
  }
  if (reads_left_ == 0) {
    return Io::kWantRead;
  }
  --reads_left_;
  const ssize_t result = recv(fd_.get(), into, size, 0);
  if (result > 0) {
    count = static_cast<std::size_t>(result);
    return Io::kDone;
  }
  return result < 0 && WouldBlock() ? Io::kWantRead : Io::kClosed;
}

Io TlsTransport::Write(const char* from, std::size_t size, std::size_t& count) {
  if (ssl_) {
    ClearErrors();
    const int result = SSL_write_ex(ssl_.get(), from, size, &count);
    return result == 1 ? Io::kDone : Outcome(result);
  }
  const ssize_t result = send(fd_.get(), from, size, MSG_NOSIGNAL);
  if (result >= 0) {
    count = static_cast<std::size_t>(result);
    return Io::kDone;
  }
  return WouldBlock() ? Io::kWantWrite : Io::kClosed;
}

void TlsTransport::ShutdownWrite() {
  if (ssl_) {
    SSL_shutdown(ssl_.get());
    ClearErrors();
  }
  shutdown(fd_.get(), SHUT_WR);
}

Io TlsTransport::Discard(std::size_t& count) {
  if (reads_left_ == 0) {
    return Io::kWantRead;
  }
  --reads_left_;
  std::array<char, kChunk> dropped;
  const ssize_t result = recv(fd_.get(), dropped.data(), dropped.size(), 0);
  if (result > 0) {
    // The end of a request, if the port is plain.
    const base::WipeAtExit wipe(dropped.data(), static_cast<std::size_t>(result));
    count = static_cast<std::size_t>(result);
    return Io::kDone;
  }
  return result < 0 && WouldBlock() ? Io::kWantRead : Io::kClosed;
}

}  // namespace http_server
