#include "http_server/server.h"

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <list>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace http_server {
namespace {

constexpr std::size_t kWorkers = 2;  // A review takes tens of microseconds; two keep one slow disk page from showing.
constexpr int kBacklog = 1024;
constexpr int kBurst = 64;  // Clients that are accepted in a row; then those that are already here get their turn.
// After the listeners are closed: a client that has just connected is about to send its request.
constexpr std::chrono::seconds kLastWord(1);
constexpr int kScanMs = 250;  // How often deadlines are looked at: a fraction of the shortest.

std::string Cause(int error) { return std::generic_category().message(error); }

std::string AddressOf(const sockaddr* address, socklen_t length) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  if (getnameinfo(address, length, host.data(), host.size(), port.data(), port.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return "unknown";
  }
  const std::string name = host.data();
  return (name.find(':') == std::string::npos ? name : "[" + name + "]") + ":" + port.data();
}

struct AddressFreer {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

}  // namespace

class Server::Worker {
 public:
  explicit Worker(Server& server) : server_(server), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    for (const auto& listener : server_.listeners_) {
      epoll_event event{};
      event.events = EPOLLIN | EPOLLEXCLUSIVE;
      event.data.fd = listener.descriptor;
      epoll_ctl(epoll_, EPOLL_CTL_ADD, listener.descriptor, &event);
    }
    thread_ = std::thread([this] { Loop(); });
  }

  ~Worker() {
    thread_.join();
    connections_.clear();
    close(epoll_);
  }

  [[nodiscard]] bool Finished() const { return finished_; }

 private:
  // The clients of one port.
  struct ConnectionPool {
    std::size_t count = 0;
    std::list<int> unproven;     // Those that no review has been answered to, the oldest first.
    std::list<int> established;  // The others, the one that has been quiet for longest first.
  };
  struct Client {
    std::unique_ptr<Connection> connection;
    ConnectionPool* crowd = nullptr;
    bool stranger = true;
    bool answering = false;            // It is in answering_.
    std::list<int>::iterator place{};  // In one of the crowd's lists.
  };
  using Clients = std::unordered_map<int, Client>;

  void Loop() {
    std::array<epoll_event, 128> events{};
    bool listening = true;
    auto next_scan = server_.clock_.Monotonic();
    while (!server_.aborting_ && (listening || !connections_.empty())) {
      const int count =
          epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), answering_.empty() ? kScanMs : 0);
      const auto now = server_.clock_.Monotonic();
      for (int i = 0; i < count; ++i) {
        Handle(events[static_cast<std::size_t>(i)].data.fd, now);
      }
      Answer(now);
      if (now >= next_scan || server_.closing_) {
        Scan(now);
        next_scan = now + std::chrono::milliseconds(kScanMs);
      }
      if (listening && server_.closing_) {
        for (const auto& listener : server_.listeners_) {
          // Who is in the queue has been let in already.
          for (int bursts = kBacklog / kBurst; bursts >= 0 && Accept(listener, now); --bursts) {
          }
          epoll_ctl(epoll_, EPOLL_CTL_DEL, listener.descriptor, nullptr);
          shutdown(listener.descriptor, SHUT_RD);  // Who comes now is refused at once.
        }
        listening = false;
        close_idle_ = now + kLastWord;
      }
    }
    finished_ = true;
  }

  // Once all who are ready have been read: an answer wakes its client, which may well take this processor, so that
  // answers in a row cost fewer switches than one after each request. Who has sent several requests at once comes back
  // in the next round.
  void Answer(Connection::Time now) {
    round_.clear();
    round_.swap(answering_);
    for (const int descriptor : round_) {
      const auto found = connections_.find(descriptor);
      if (found != connections_.end() && std::exchange(found->second.answering, false)) {
        Handle(descriptor, now);
      }
    }
    if (!round_.empty()) {
      server_.around_.reviews.OnResponsesSent();
    }
  }

  // Nothing escapes the thread: whatever fails, out of memory say, costs the one connection.
  void Handle(int descriptor, Connection::Time now) {
    try {
      Dispatch(descriptor, now);
    } catch (const std::exception&) {
      Close(descriptor);
      server_.around_.reviews.OnResponsesSent();  // Its review may have been decided.
    }
  }

  void Dispatch(int descriptor, Connection::Time now) {
    for (const auto& listener : server_.listeners_) {
      if (listener.descriptor == descriptor) {
        Accept(listener, now);
        return;
      }
    }
    const auto found = connections_.find(descriptor);
    if (found != connections_.end() && !found->second.answering) {
      Advance(found->second, now);
    }
  }

  void Close(int descriptor) {
    const auto found = connections_.find(descriptor);
    if (found != connections_.end()) {
      Remove(found);
    }
  }

  static std::list<int>& ListOf(Client& client) {
    return client.stranger ? client.crowd->unproven : client.crowd->established;
  }

  Clients::iterator Remove(Clients::iterator client) {
    ListOf(client->second).erase(client->second.place);
    --client->second.crowd->count;
    return connections_.erase(client);  // Closing takes it out of epoll.
  }

  // A review of the client's has been answered.
  static void MarkEstablished(Client& client) {
    auto& established = client.crowd->established;
    established.splice(established.end(), ListOf(client), client.place);
    client.stranger = false;
  }

  // True if there may be more.
  bool Accept(const Listener& listener, Connection::Time now) {
    for (int i = 0; i < kBurst; ++i) {
      sockaddr_storage address{};
      socklen_t length = sizeof(address);
      auto* generic = reinterpret_cast<sockaddr*>(&address);
      const int descriptor = accept4(listener.descriptor, generic, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) {
        if (errno == EMFILE || errno == ENFILE) {
          poll(nullptr, 0, 10);  // Out of descriptors: the listener stays readable, so do not spin on it.
        }
        return false;
      }
      const int on = 1;
      setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
      std::unique_ptr<Connection> connection;
      try {
        connection = std::make_unique<Connection>(descriptor,
                                                  listener.tls ? tls::CurrentContext(server_.certificates_) : nullptr,
                                                  AddressOf(generic, length), server_.around_, now);
      } catch (const std::exception&) {
        close(descriptor);
        return false;
      }
      try {
        Admit(listener.tls, std::move(connection));
      } catch (const std::exception&) {
        return false;  // Closed with the connection.
      }
    }
    return true;
  }

  void Admit(bool tls, std::unique_ptr<Connection> connection) {
    ConnectionPool& crowd = tls ? reviewed_ : probed_;
    if (crowd.count >= (tls ? server_.config_.max_connections : server_.config_.max_probes)) {
      server_.around_.observer.ConnectionRefused(tls ? Port::kHttps : Port::kOps);
      const auto oldest = connections_.find((crowd.unproven.empty() ? crowd.established : crowd.unproven).front());
      if (oldest->second.connection->InHandshake()) {
        server_.around_.observer.HandshakeFailed(HandshakeFailure::kCrowdedOut);
      }
      Remove(oldest);
    }
    const int descriptor = connection->fd();
    std::list<int> place{descriptor};
    Client& client = connections_[descriptor];  // The last that may fail for want of memory.
    client.connection = std::move(connection);
    client.crowd = &crowd;
    client.place = place.begin();
    crowd.unproven.splice(crowd.unproven.end(), place);
    ++crowd.count;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
  }

  void Advance(Client& client, Connection::Time now) {
    Connection& connection = *client.connection;
    const auto want = connection.Advance(now, server_.draining_);
    if (want == Connection::Want::kClose) {
      Close(connection.fd());
      return;
    }
    if (connection.Established()) {
      MarkEstablished(client);
    }
    if (want == Connection::Want::kAnswer) {
      answering_.push_back(connection.fd());
      client.answering = true;
      return;
    }
    if (want != connection.waiting_for) {
      connection.waiting_for = want;
      epoll_event event{};
      event.events = want == Connection::Want::kRead ? EPOLLIN : EPOLLOUT;
      event.data.fd = connection.fd();
      epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.fd(), &event);
    }
  }

  void Scan(Connection::Time now) {
    for (auto it = connections_.begin(); it != connections_.end();) {
      Connection& connection = *it->second.connection;
      const bool end = connection.Expired(now) || (server_.closing_ && now >= close_idle_ && connection.Idle());
      it = end ? Remove(it) : std::next(it);
    }
  }

  Server& server_;
  const int epoll_;
  Clients connections_;      // By descriptor.
  ConnectionPool reviewed_;  // Of the HTTPS port.
  ConnectionPool probed_;
  std::vector<int> answering_;                             // Descriptors of clients whose answer waits.
  std::vector<int> round_;                                 // Those of them whose turn it is.
  Connection::Time close_idle_ = Connection::Time::max();  // When clients that say nothing are let go.
  std::atomic<bool> finished_{false};
  std::thread thread_;
};

Server::Server(ServerConfig config, tls::CertificateStore& certificates, HttpHandler& reviews, HttpHandler& probes,
               Observer& observer, ports::Clock& clock, ports::Log& log)
    : config_(std::move(config)),
      large_bodies_(config_.max_large_bodies),
      certificates_(certificates),
      around_{reviews, probes, config_.deadlines, large_bodies_, observer, clock},
      clock_(clock),
      log_(log) {}

Server::~Server() {
  aborting_ = true;
  workers_.clear();
  for (const auto& listener : listeners_) {
    close(listener.descriptor);
  }
}

base::Result<std::string> Server::Listen(const std::string& flag, const std::string& address, bool tls) {
  const auto wrong = [&](const std::string& why) {
    return base::Fail(base::Code::kInvalid, flag + " " + address + ": " + why);
  };
  const auto colon = address.rfind(':');
  if (colon == std::string::npos || colon + 1 == address.size()) {
    return wrong("expected HOST:PORT, for example 0.0.0.0:8443");
  }
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int found =
      getaddrinfo(host.empty() ? nullptr : host.c_str(), address.substr(colon + 1).c_str(), &hints, &list);
  if (found != 0) {
    return wrong(gai_strerror(found));
  }
  const std::unique_ptr<addrinfo, AddressFreer> addresses(list);
  const int descriptor = socket(list->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (descriptor < 0 || bind(descriptor, list->ai_addr, list->ai_addrlen) != 0 || listen(descriptor, kBacklog) != 0) {
    const int error = errno;
    close(descriptor);
    return wrong("cannot listen there: " + Cause(error));
  }
  listeners_.push_back({descriptor, tls});
  sockaddr_storage bound{};
  socklen_t length = sizeof(bound);
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &length);
  return AddressOf(reinterpret_cast<sockaddr*>(&bound), length);
}

base::Result<void> Server::Start() {
  auto reviews = Listen("--listen", config_.listen, true);
  if (!reviews) {
    return base::Fail(reviews.error());
  }
  auto probes = Listen("--ops-listen", config_.ops_listen, false);
  if (!probes) {
    return base::Fail(probes.error());
  }
  for (std::size_t i = 0; i < kWorkers; ++i) {
    workers_.push_back(std::make_unique<Worker>(*this));
  }
  log_.Info("listening", {{"listen", std::string_view(*reviews)}, {"ops", std::string_view(*probes)}});
  return {};
}

void Server::Drain() {
  draining_ = true;
  log_.Info("draining", {{"seconds", static_cast<std::int64_t>(config_.drain.count())}});
  // The clock's Sleep() no longer sleeps: a stop was requested.
  const auto wait = [this](std::chrono::milliseconds most, auto done) {
    const auto end = clock_.Monotonic() + most;
    while (clock_.Monotonic() < end && !done()) {
      poll(nullptr, 0, 20);
    }
  };
  wait(config_.drain, [] { return false; });
  closing_ = true;
  constexpr std::chrono::seconds kFinish(10);  // Longer than any review takes, shorter than the grace period of 30 s.
  wait(kFinish, [this] {
    for (const auto& worker : workers_) {
      if (!worker->Finished()) {
        return false;
      }
    }
    return true;
  });
  aborting_ = true;
  workers_.clear();
  log_.Info("stopped");
}

}  // namespace http_server
