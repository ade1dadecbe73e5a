// An HTTPS server on a loopback address, for clients that speak nothing else. Needs OpenSSL. Unit tests only.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "testing/loopback_server.h"
#include "testing/pki.h"

namespace fakes {

// Serves one connection after the other, one request each, in a thread of its own.
class HttpsServer {
 public:
  struct Answer {
    std::string status = "200 OK";
    std::string body;
  };
  // The answer to a request, for example "GET /version".
  using Handler = std::function<Answer(const std::string& request)>;

  // On `address`, at a free port if `port` is 0. The server's certificate is that of `identity`.
  HttpsServer(const Identity& identity, Handler handler, const std::string& address = "127.0.0.1", int port = 0)
      : handler_(std::move(handler)), context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free) {
    SSL_CTX_use_certificate(context_.get(), identity.certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), identity.key.get());
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, address.c_str(), &name.sin_addr);
    auto* generic = reinterpret_cast<sockaddr*>(&name);
    socklen_t length = sizeof(name);
    listening_ = bind(listener_, generic, length) == 0 && listen(listener_, 8) == 0;
    getsockname(listener_, generic, &length);
    port_ = ntohs(name.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~HttpsServer() {
    shutdown(listener_, SHUT_RD);  // Ends accept().
    thread_.join();
    close(listener_);
  }
  HttpsServer(const HttpsServer&) = delete;
  HttpsServer& operator=(const HttpsServer&) = delete;

  [[nodiscard]] bool Listening() const { return listening_; }
  [[nodiscard]] int Port() const { return port_; }

 private:
  void Serve() {
    sigset_t broken_pipe;  // A client may close first.
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    for (int fd = 0; (fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; close(fd)) {
      const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context_.get()), SSL_free);
      SSL_set_fd(ssl.get(), fd);
      if (SSL_accept(ssl.get()) != 1) {
        continue;
      }
      const std::string request = ReadRequest(
          [&ssl](char* bytes, std::size_t size) { return SSL_read(ssl.get(), bytes, static_cast<int>(size)); });
      if (!request.empty()) {
        const Answer answer = handler_(request.substr(0, request.find(" HTTP/")));
        const std::string text = "HTTP/1.1 " + answer.status +
                                 "\r\nConnection: close\r\nDate: Wed, 25 Nov 2026 09:00:00 GMT\r\nContent-Length: " +
                                 std::to_string(answer.body.size()) + "\r\n\r\n" + answer.body;
        SSL_write(ssl.get(), text.data(), static_cast<int>(text.size()));
      }
      SSL_shutdown(ssl.get());
    }
  }

  const Handler handler_;
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  const int listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bool listening_ = false;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace fakes
