#include "http_server/event_loop.h"

#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <exception>
#include <utility>

namespace http_server {
namespace {

constexpr int kEvents = 128;      // Handled in one turn.
constexpr int kAcceptBurst = 64;  // Connections accepted in a row; then the open connections have their turn.
constexpr int kLastBursts = 65;   // Empties a backlog of 4096.
constexpr int kScanMs = 250;      // Interval of the deadline checks: a fraction of the shortest deadline.
constexpr int kOutOfDescriptorsMs = 10;
constexpr std::size_t kReturnAfter = 100;            // Closed connections.
constexpr std::chrono::seconds kReturnInterval(10);  // Takes some milliseconds, in which no thread can allocate.
// From closing the listeners to closing idle connections: a client that has just connected is about to send a request.
constexpr std::chrono::seconds kIdleGrace(1);

}  // namespace

EventLoop::EventLoop(const std::vector<Listener>& listeners, const tls::CertificateStore& certificates,
                     const ServerContext& context, const PortLimits& limits, const std::atomic<Phase>& phase)
    : listeners_(listeners),
      certificates_(certificates),
      context_(context),
      phase_(phase),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      reviews_(limits.reviews),
      probes_(limits.probes) {
  for (const auto& listener : listeners_) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLEXCLUSIVE;
    event.data.fd = listener.fd.get();
    epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, listener.fd.get(), &event);
  }
}

EventLoop::~EventLoop() = default;

void EventLoop::Run() {
  auto next_scan = context_.clock.Monotonic();
  while (phase_ != Phase::kAborting && (listening_ || !clients_.empty())) {
    Time now;
    Wait(now);
    SendResponses(now);
    const bool closing = phase_ >= Phase::kClosing;
    if (now >= next_scan || closing) {
      CloseExpired(now);
      ReturnMemory(now);
      next_scan = now + std::chrono::milliseconds(kScanMs);
    }
    if (listening_ && closing) {
      CloseListeners(now);
    }
  }
  finished_ = true;
}

void EventLoop::Wait(Time& now) {
  std::array<epoll_event, kEvents> events;
  const int count = epoll_wait(epoll_.get(), events.data(), kEvents, responding_.empty() ? kScanMs : 0);
  now = context_.clock.Monotonic();
  for (int i = 0; i < count; ++i) {
    HandleEvent(events[static_cast<std::size_t>(i)].data.fd, now);
  }
}

// Responses are sent after all ready connections have been read: a response wakes its client, which may take this
// processor, so that responses in a row cost fewer context switches. A client with several requests in its buffer waits
// for the next round.
void EventLoop::SendResponses(Time now) {
  round_.clear();
  round_.swap(responding_);
  for (const int fd : round_) {
    const auto found = clients_.find(fd);
    if (found != clients_.end() && std::exchange(found->second.responding, false)) {
      HandleEvent(fd, now);
    }
  }
  if (!round_.empty()) {
    context_.reviews.OnResponsesSent();
  }
}

// No exception leaves the thread: a failure, for example out of memory, costs one connection.
void EventLoop::HandleEvent(int fd, Time now) {
  try {
    Dispatch(fd, now);
  } catch (const std::exception&) {
    Close(fd);
    context_.reviews.OnResponsesSent();  // Its review may have been decided.
  }
}

void EventLoop::Dispatch(int fd, Time now) {
  for (const auto& listener : listeners_) {
    if (listener.fd.get() == fd) {
      Accept(listener, now);
      return;
    }
  }
  const auto found = clients_.find(fd);
  if (found != clients_.end() && !found->second.responding) {
    Advance(found->second, now);
  }
}

// True if more connections may be queued.
bool EventLoop::Accept(const Listener& listener, Time now) {
  for (int i = 0; i < kAcceptBurst; ++i) {
    sockaddr_storage address{};
    socklen_t length = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    UniqueFd fd(accept4(listener.fd.get(), generic, &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd.get() < 0) {
      if (errno == EMFILE || errno == ENFILE) {
        poll(nullptr, 0, kOutOfDescriptorsMs);  // The listener stays readable; do not spin.
      }
      return false;
    }
    const int on = 1;
    setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    try {
      auto tls = listener.port == Port::kHttps ? tls::CurrentContext(certificates_) : nullptr;
      Admit(listener.port,
            std::make_unique<Connection>(std::move(fd), std::move(tls), FormatAddress(generic, length), context_, now),
            NetworkOf(generic), now);
    } catch (const std::exception&) {
      return false;  // Out of memory; the connection is closed.
    }
  }
  return true;
}

void EventLoop::Admit(Port port, std::unique_ptr<Connection> connection, ConnectionTable::Network network, Time now) {
  const int fd = connection->Fd();
  ConnectionTable& table = port == Port::kHttps ? reviews_ : probes_;
  Client& client = clients_[fd];
  client.connection = std::move(connection);
  client.table = &table;
  client.port = port;
  std::optional<ConnectionTable::Id> evicted;
  try {
    evicted = table.Add(fd, network, now);
  } catch (const std::exception&) {
    clients_.erase(fd);
    throw;
  }
  Evict(evicted, port);
  Watch(fd, EPOLL_CTL_ADD, Connection::Want::kRead);
}

void EventLoop::Evict(std::optional<ConnectionTable::Id> id, Port port) {
  if (!id) {
    return;
  }
  context_.observer.ConnectionRefused(port);
  if (clients_.at(*id).connection->InHandshake()) {
    context_.observer.HandshakeFailed(HandshakeFailure::kCrowdedOut);
  }
  clients_.erase(*id);
  ++closed_;
}

void EventLoop::Rank(const Client& client, Time now) {
  if (!client.connection->ConsumeActivity()) {
    return;
  }
  if (client.connection->Authenticated()) {
    Evict(client.table->MarkAuthenticated(client.connection->Fd(), now), client.port);
  } else {
    client.table->MarkEstablished(client.connection->Fd(), now);
  }
}

void EventLoop::CloseListeners(Time now) {
  for (const auto& listener : listeners_) {
    // Accept connections that the kernel has already queued.
    for (int bursts = kLastBursts; bursts > 0 && Accept(listener, now); --bursts) {
    }
    epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, listener.fd.get(), nullptr);
    shutdown(listener.fd.get(), SHUT_RD);  // From now on the kernel refuses connections.
  }
  listening_ = false;
  close_idle_ = now + kIdleGrace;
}

void EventLoop::Advance(Client& client, Time now) {
  Connection& connection = *client.connection;
  const auto want = connection.Advance(now, phase_ >= Phase::kDraining);
  if (want == Connection::Want::kClose) {
    Close(connection.Fd());
    return;
  }
  Rank(client, now);
  if (want == Connection::Want::kRespond) {
    responding_.push_back(connection.Fd());
    client.responding = true;
  } else if (want != client.waiting_for) {
    client.waiting_for = want;
    Watch(connection.Fd(), EPOLL_CTL_MOD, want);
  }
}

void EventLoop::Watch(int fd, int operation, Connection::Want want) {
  epoll_event event{};
  event.events = want == Connection::Want::kRead ? EPOLLIN : EPOLLOUT;
  event.data.fd = fd;
  epoll_ctl(epoll_.get(), operation, fd, &event);
}

// Closing a socket removes it from epoll.
void EventLoop::Close(int fd) {
  const auto found = clients_.find(fd);
  if (found != clients_.end()) {
    found->second.table->Remove(fd);
    clients_.erase(found);
    ++closed_;
  }
}

void EventLoop::CloseExpired(Time now) {
  for (auto it = clients_.begin(); it != clients_.end();) {
    auto& [fd, client] = *it;
    if (client.connection->Expired(now) || (now >= close_idle_ && client.connection->Idle())) {
      client.table->Remove(fd);
      it = clients_.erase(it);
      ++closed_;
    } else {
      ++it;
    }
  }
}

// A crowd of connections leaves the heap full of holes, some 20 KiB for each of them. glibc returns only the end of the
// heap to the system by itself.
void EventLoop::ReturnMemory(Time now) {
  if (closed_ >= kReturnAfter && now >= next_return_) {
    malloc_trim(0);
    closed_ = 0;
    next_return_ = now + kReturnInterval;
  }
}

}  // namespace http_server
