// A crowd of clients that behave like kube-apiserver: each sends one review every 200 ms over a kept TLS connection,
// and connects again at once if the server closes it. Runs until it is killed.
//
// usage: crowd PORT CLIENTS FIRST_ADDRESS ADDRESSES < REQUEST
// Client N has the address FIRST_ADDRESS + N % ADDRESSES.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kPause(200);

struct Target {
  std::uint16_t port = 0;
  std::uint32_t first_address = 0;  // Of the clients; host byte order.
  std::uint32_t addresses = 1;
  std::string request;
};

class Client {
 public:
  Client(const Target& target, SSL_CTX* context, int epoll, std::uint32_t number)
      : target_(target), context_(context), epoll_(epoll), number_(number) {}
  ~Client() { Leave(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void Connect() {
    Leave();
    fd_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(fd_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
    const linger reset{1, 0};  // Leaves no port behind in TIME_WAIT.
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    const auto own = Address(target_.first_address + number_ % target_.addresses, 0);
    const auto server = Address(INADDR_LOOPBACK, target_.port);
    bind(fd_, reinterpret_cast<const sockaddr*>(&own), sizeof(own));
    connect(fd_, reinterpret_cast<const sockaddr*>(&server), sizeof(server));
    ssl_.reset(SSL_new(context_));
    SSL_set_fd(ssl_.get(), fd_);
    SSL_set_connect_state(ssl_.get());
    waiting_for_answer_ = false;
    due_ = Clock::now();
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLET;
    event.data.u32 = number_;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd_, &event);
  }

  // After an event, or when a review is due. Connects again if the server has closed.
  void Continue(Clock::time_point now) {
    if (!Advance(now)) {
      Connect();
    }
  }
  [[nodiscard]] bool Due(Clock::time_point now) const { return !waiting_for_answer_ && due_ <= now; }

 private:
  static sockaddr_in Address(std::uint32_t host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(host);
    address.sin_port = htons(port);
    return address;
  }

  void Leave() {
    ssl_.reset();
    if (fd_ >= 0) {
      close(fd_);
    }
    fd_ = -1;
  }

  // False if the connection is over.
  bool Advance(Clock::time_point now) {
    if (SSL_is_init_finished(ssl_.get()) == 0) {
      const int result = SSL_do_handshake(ssl_.get());
      if (result != 1) {
        return Waits(result);
      }
    }
    if (waiting_for_answer_) {
      std::array<char, 4096> answer;
      const int result = SSL_read(ssl_.get(), answer.data(), answer.size());
      if (result <= 0) {
        return Waits(result);
      }
      waiting_for_answer_ = false;
      due_ = now + kPause;
      return true;
    }
    if (due_ <= now) {
      const int result = SSL_write(ssl_.get(), target_.request.data(), static_cast<int>(target_.request.size()));
      if (result <= 0) {
        return Waits(result);
      }
      waiting_for_answer_ = true;
      return Advance(now);
    }
    std::array<char, 1> none;
    const int result = SSL_peek(ssl_.get(), none.data(), none.size());  // Sees that the server has closed.
    return result > 0 || Waits(result);
  }

  bool Waits(int result) {
    const int error = SSL_get_error(ssl_.get(), result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
  }

  struct Freer {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  const Target& target_;
  SSL_CTX* const context_;
  const int epoll_;
  const std::uint32_t number_;
  int fd_ = -1;
  std::unique_ptr<SSL, Freer> ssl_;
  bool waiting_for_answer_ = false;
  Clock::time_point due_;
};

void Run(const Target& target, std::uint32_t count) {
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<std::unique_ptr<Client>> clients;
  for (std::uint32_t number = 0; number < count; ++number) {
    clients.push_back(std::make_unique<Client>(target, context.get(), epoll, number));
    clients.back()->Connect();
  }
  for (auto next_scan = Clock::now();;) {
    std::array<epoll_event, 256> events;
    const int ready = epoll_wait(epoll, events.data(), events.size(), 10);
    const auto now = Clock::now();
    for (int i = 0; i < ready; ++i) {
      clients[events[static_cast<std::size_t>(i)].data.u32]->Continue(now);
    }
    if (now >= next_scan) {
      for (const auto& client : clients) {
        if (client->Due(now)) {
          client->Continue(now);
        }
      }
      next_scan = now + std::chrono::milliseconds(10);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: crowd PORT CLIENTS FIRST_ADDRESS ADDRESSES < REQUEST\n";
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  Target target;
  target.port = static_cast<std::uint16_t>(std::stoul(argv[1]));
  target.first_address = ntohl(inet_addr(argv[3]));
  target.addresses = static_cast<std::uint32_t>(std::stoul(argv[4]));
  target.request.assign(std::istreambuf_iterator<char>(std::cin), {});
  Run(target, static_cast<std::uint32_t>(std::stoul(argv[2])));
}
