// Mutated HTTP and TLS against a running server, over sockets. The server is meant to be of the asan preset.
// usage: server_fuzz COUNT SEED HTTPS_PORT OPS_PORT
//
// The same seed gives the same inputs. An answer that is no HTTP answer and a server that no longer accepts end the run
// with 1; what the sanitizers find stands in the server's output.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

const std::string kReview =
    R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","kind":{"group":"","version":"v1",)"
    R"("kind":"Secret"},"name":"keptn-api-token","namespace":"keptn","operation":"UPDATE","userInfo":{"username":"admin",)"
    R"("groups":["system:masters"],"extra":{"a":["b"]}},"object":{"metadata":{"name":"keptn-api-token","namespace":"keptn",)"
    R"("annotations":{"token-guard.keptn.sh/changed-by":"x"}},"data":{"keptn-api-token":"bVlKM3BRMGxWMUs4eDBXMmI1WmNSdz09"}},)"
    R"("oldObject":{"metadata":{"name":"keptn-api-token","namespace":"keptn"},"data":{"keptn-api-token":"d2Vhaw=="}},)"
    R"("dryRun":false,"options":{"fieldManager":"kubectl"}}})";

const std::vector<std::string> kWords = {"\r\n",
                                         "\r\n\r\n",
                                         "Content-Length: ",
                                         "Transfer-Encoding: chunked\r\n",
                                         std::string(1, '\0'),
                                         " ",
                                         "HTTP/1.1",
                                         "HTTP/1.0",
                                         "Expect: 100-continue\r\n",
                                         "Connection: close\r\n",
                                         "99999999999999999999",
                                         "8388609",
                                         "-1",
                                         "{",
                                         "}",
                                         "[",
                                         "]",
                                         "\"",
                                         "\\u0000",
                                         "\\ud800",
                                         "null",
                                         "1e999",
                                         "/mutate",
                                         "GET",
                                         "POST",
                                         "?",
                                         "%00",
                                         "\t",
                                         ":",
                                         "\xff",
                                         "\xed\xa0\x80",
                                         R"("data":)",
                                         R"("annotations":null)",
                                         R"("object":5)",
                                         "=",
                                         "AAAA",
                                         "\\"};

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::size_t Below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  void Mutate(std::string& text) {
    for (std::size_t n = Below(4) + 1; n > 0; --n) {
      Once(text);
    }
  }

 private:
  void Once(std::string& text) {
    const std::size_t at = Below(text.size() + 1);
    const std::size_t length = Below(Below(8) == 0 ? 400 : 9);
    switch (Below(7)) {
      case 0:
        text.resize(at);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(Below(text.size() + 1), length));
        break;
      case 3:
        text.insert(at, std::string(length, static_cast<char>(Below(256))));
        break;
      case 4:
        text.insert(at, kWords[Below(kWords.size())]);
        break;
      case 5:
        text.replace(at, length, kWords[Below(kWords.size())]);
        break;
      default:
        if (at < text.size()) {
          text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << Below(8)));
        }
    }
  }

  std::mt19937_64 random_;
};

std::string Request(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: webhook\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

// What one client sends: whole requests whose bodies are mutated, or heads and bodies mutated as they stand.
std::string HttpInput(Mutator& mutator) {
  std::string input;
  for (std::size_t n = mutator.Below(3) + 1; n > 0; --n) {
    std::string body = kReview;
    if (mutator.Below(4) != 0) {
      mutator.Mutate(body);
    }
    input += Request(mutator.Below(3) == 0 ? "/mutate?timeout=5s" : "/validate?timeout=5s", body);
  }
  if (mutator.Below(2) == 0) {
    mutator.Mutate(input);
  }
  return input;
}

// Bytes between this process and the server's port; blocking.
class Socket {
 public:
  explicit Socket(std::uint16_t port) : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    const int on = 1;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    const timeval patience{20, 0};  // Longer than the server's deadlines for what these inputs leave undone.
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  }
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  [[nodiscard]] bool Connected() const { return connected_; }
  void Send(std::string_view bytes) { send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  void End() { shutdown(descriptor_, SHUT_WR); }
  // What has arrived, at least a byte; empty if the server has closed.
  std::string Receive() {
    std::string bytes(16384, '\0');
    const ssize_t count = recv(descriptor_, bytes.data(), bytes.size(), 0);
    silent_ = silent_ || (count < 0 && errno == EAGAIN);
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
  }
  // The server has neither answered nor closed.
  [[nodiscard]] bool Silent() const { return silent_; }

 private:
  const int descriptor_;
  bool connected_ = false;
  bool silent_ = false;
};

// A client of OpenSSL's whose bytes pass through here.
class TlsClient {
 public:
  explicit TlsClient(SSL_CTX* context) : ssl_(SSL_new(context)), in_(BIO_new(BIO_s_mem())), out_(BIO_new(BIO_s_mem())) {
    SSL_set_bio(ssl_, in_, out_);
    SSL_set_connect_state(ssl_);
  }
  ~TlsClient() { SSL_free(ssl_); }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  void Take(std::string_view received) { BIO_write(in_, received.data(), static_cast<int>(received.size())); }
  bool Shaken() { return SSL_do_handshake(ssl_) == 1; }
  void Say(std::string_view text) { SSL_write(ssl_, text.data(), static_cast<int>(text.size())); }
  void Leave() { SSL_shutdown(ssl_); }
  // What is to be sent.
  std::string Flight() {
    std::string bytes(BIO_ctrl_pending(out_), '\0');
    BIO_read(out_, bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
  }
  // What the server has said.
  std::string Heard() {
    std::string all;
    std::array<char, 16384> chunk;
    for (int count = 0; (count = SSL_read(ssl_, chunk.data(), chunk.size())) > 0;) {
      all.append(chunk.data(), static_cast<std::size_t>(count));
    }
    return all;
  }

 private:
  SSL* ssl_;
  BIO* in_;
  BIO* out_;
};

struct Server {
  std::uint16_t https = 0;
  std::uint16_t ops = 0;
};

// One of the clients that run side by side.
class Client {
 public:
  Client(Server server, std::uint64_t seed) : server_(server), mutator_(seed) {}

  // False if the server did what it must not.
  bool Run(std::size_t count) {
    for (std::size_t n = 0; n < count; ++n) {
      const std::size_t kind = mutator_.Below(10);
      const bool good = kind < 2 ? Flights() : kind < 5 ? Plain(HttpInput(mutator_)) : Secure(HttpInput(mutator_));
      if (!good) {
        std::fprintf(stderr, "server_fuzz: input %zu of this client: no HTTP answer, no answer or no connection\n", n);
        return false;
      }
    }
    return true;
  }

  std::size_t handshakes = 0;
  std::size_t reviewed = 0;

 private:
  static bool IsHttp(std::string_view answer) { return answer.empty() || answer.substr(0, 9) == "HTTP/1.1 "; }

  // In pieces, as a network may deliver it.
  void SendInPieces(Socket& socket, std::string_view bytes) {
    while (!bytes.empty()) {
      const auto piece = bytes.substr(0, mutator_.Below(3) == 0 ? mutator_.Below(bytes.size()) + 1 : bytes.size());
      socket.Send(piece);
      bytes.remove_prefix(piece.size());
    }
    socket.End();
  }

  bool Plain(const std::string& input) {
    Socket socket(server_.ops);
    SendInPieces(socket, input);
    std::string answer;
    for (std::string bytes; !(bytes = socket.Receive()).empty();) {
      answer += bytes;
    }
    return socket.Connected() && !socket.Silent() && IsHttp(answer);
  }

  // True once the handshake is through.
  bool Shake(Socket& socket, TlsClient& tls) {
    while (!tls.Shaken()) {
      socket.Send(tls.Flight());
      const auto bytes = socket.Receive();
      if (bytes.empty()) {
        return false;
      }
      tls.Take(bytes);
    }
    ++handshakes;
    return true;
  }

  bool Secure(const std::string& input) {
    Socket socket(server_.https);
    TlsClient tls(context_.get());
    if (!Shake(socket, tls)) {
      return false;
    }
    tls.Say(input);
    tls.Leave();
    SendInPieces(socket, tls.Flight());
    std::string answer;
    for (std::string bytes; !(bytes = socket.Receive()).empty();) {
      tls.Take(bytes);
      answer += tls.Heard();
    }
    reviewed += answer.find("HTTP/1.1 200 OK") != std::string::npos ? 1U : 0U;
    return !socket.Silent() && IsHttp(answer);
  }

  // A handshake and a request, of which one flight is mutated.
  bool Flights() {
    Socket socket(server_.https);
    TlsClient tls(context_.get());
    // Most in the first flight: it costs no signature.
    const bool first = mutator_.Below(10) != 0;
    if (first) {
      tls.Shaken();
    } else {
      if (!Shake(socket, tls)) {
        return false;
      }
      tls.Say(Request("/validate", kReview));
    }
    std::string flight = tls.Flight();
    mutator_.Mutate(flight);
    SendInPieces(socket, flight);
    while (!socket.Receive().empty()) {
    }
    return socket.Connected() && !socket.Silent();
  }

  const Server server_;
  Mutator mutator_;
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
};

int Run(std::size_t count, std::uint64_t seed, Server server) {
  constexpr std::size_t kClients = 4;
  std::vector<std::unique_ptr<Client>> clients;
  std::vector<std::thread> threads;
  std::atomic<bool> good{true};
  for (std::size_t i = 0; i < kClients; ++i) {
    clients.push_back(std::make_unique<Client>(server, seed * kClients + i));
    threads.emplace_back([&good, count, client = clients.back().get()] {
      if (!client->Run(count / kClients)) {
        good = false;
      }
    });
  }
  std::size_t handshakes = 0;
  std::size_t reviewed = 0;
  for (std::size_t i = 0; i < kClients; ++i) {
    threads[i].join();
    handshakes += clients[i]->handshakes;
    reviewed += clients[i]->reviewed;
  }
  std::printf("%zu inputs over sockets: %zu behind a handshake, %zu with a review that was answered\n",
              count / kClients * kClients, handshakes, reviewed);
  return good && handshakes > 0 && reviewed > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: server_fuzz COUNT SEED HTTPS_PORT OPS_PORT\n", stderr);
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  const auto port = [argv](int at) { return static_cast<std::uint16_t>(std::stoul(argv[at])); };
  return Run(std::stoul(argv[1]), std::stoull(argv[2]), {port(3), port(4)});
}
