// A plain HTTP server of canned answers, one connection after the other, on a port of the loopback interface.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace fakes {

// One HTTP request, head and body; what has arrived of it if the client closes. `receive` works as recv(2).
template <typename Receive>
std::string ReadRequest(Receive receive) {
  std::string all;
  std::array<char, 4096> bytes{};
  for (std::size_t length = std::string::npos; all.size() < length;) {
    const auto count = receive(bytes.data(), bytes.size());
    if (count <= 0) {
      return all;
    }
    all.append(bytes.data(), static_cast<std::size_t>(count));
    const auto end = all.find("\r\n\r\n");
    if (end != std::string::npos) {
      const auto field = all.find("Content-Length: ");
      length = end + 4 + (field < end ? std::stoul(all.substr(field + 16)) : 0);
    }
  }
  return all;
}

class LoopbackServer {
 public:
  // Sends `answers` in their order, one a request and connection, and then closes its port.
  explicit LoopbackServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof(address);
    bind(listener_, generic, length);
    listen(listener_, 8);
    getsockname(listener_, generic, &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~LoopbackServer() { Join(); }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] int Port() const { return port_; }
  [[nodiscard]] std::string Url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // What clients sent, heads and bodies. Call after all answers were received.
  const std::vector<std::string>& Requests() {
    Join();
    return requests_;
  }

 private:
  void Join() {
    if (thread_.joinable()) {
      shutdown(listener_, SHUT_RD);  // Ends accept() if fewer requests came.
      thread_.join();
      close(listener_);
    }
  }
  void Serve() {
    for (const auto& answer : answers_) {
      const int fd = accept(listener_, nullptr, nullptr);
      if (fd < 0) {
        return;
      }
      requests_.push_back(ReadRequest([fd](char* bytes, std::size_t size) { return recv(fd, bytes, size, 0); }));
      send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
      close(fd);
    }
  }

  const std::vector<std::string> answers_;
  std::vector<std::string> requests_;
  int listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int port_ = 0;
  std::thread thread_;
};

// An answer with its length.
inline std::string Answer(const std::string& status, const std::string& body, const std::string& fields = "") {
  return "HTTP/1.1 " + status + "\r\n" + fields +
         "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace fakes
