// Bytes to and from one client: a non-blocking socket, with TLS on the HTTPS port.
//
// No call blocks. Reads are limited by a budget for each turn, so that one client's data never keeps a thread for long.
// One thread.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <string>

#include "http_server/observer.h"
#include "http_server/unique_fd.h"

namespace http_server {

enum class Io {
  kDone,
  kWantRead,   // Call again when the socket is readable.
  kWantWrite,  // Call again when the socket is writable.
  kClosed,     // The connection is of no further use.
};

class TlsTransport {
 public:
  static constexpr std::size_t kChunk = 16384;  // Bytes; the size of the largest TLS record.

  // `fd` is a connected, non-blocking socket. A null `context` means plain TCP. `observer` is borrowed and receives
  // failed handshakes.
  TlsTransport(UniqueFd fd, std::shared_ptr<SSL_CTX> context, Observer& observer);
  ~TlsTransport();
  TlsTransport(const TlsTransport&) = delete;
  TlsTransport& operator=(const TlsTransport&) = delete;

  // Allows a few reads of at most kChunk bytes from the socket. If they are used up, calls return kWantRead; epoll then
  // reports the rest at once.
  void BeginTurn();

  // Continues the handshake. Allocates TLS state only after the client's first byte.
  Io Handshake();

  // At least one byte on kDone. Small TLS records are combined.
  Io Read(char* into, std::size_t size, std::size_t& count);
  // Writes a part of the bytes on kDone.
  Io Write(const char* from, std::size_t size, std::size_t& count);
  // Whether decrypted or buffered bytes can be read without the socket.
  [[nodiscard]] bool HasPending() const { return ssl_ != nullptr && SSL_has_pending(ssl_.get()) == 1; }

  // Ends the sending direction: close_notify, then FIN.
  void ShutdownWrite();
  // Reads raw bytes and drops them. Use after ShutdownWrite(): a socket that is closed with unread bytes sends a reset,
  // and the client may lose the last response.
  Io Discard(std::size_t& count);

  [[nodiscard]] int Fd() const { return fd_.get(); }
  [[nodiscard]] bool IsTls() const { return context_ != nullptr; }
  // The common name of the verified client certificate, after the handshake; empty if there is none.
  [[nodiscard]] std::string ClientName() const;

 private:
  struct SslFreer {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  Io Outcome(int result);
  bool Begin();
  // Applies the read budget to OpenSSL's reads from the socket.
  static long LimitReads(BIO* socket, int operation, const char* bytes, std::size_t size, int, long, int result,
                         std::size_t* done);

  const UniqueFd fd_;
  const std::shared_ptr<SSL_CTX> context_;
  Observer& observer_;
  std::unique_ptr<SSL, SslFreer> ssl_;
  int reads_left_ = 0;  // In this turn.
};

}  // namespace http_server
