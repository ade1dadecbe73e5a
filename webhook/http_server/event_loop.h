// One thread's share of the server: accepts connections and drives them with epoll.
//
// Nothing blocks, so that a slow client delays no other.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "http_server/connection.h"
#include "http_server/connection_table.h"
#include "http_server/listener.h"
#include "http_server/unique_fd.h"
#include "tls/certificate_store.h"

namespace http_server {

// The phases of a server, in this order. The thread of Server::Run() sets them, event loops read them.
enum class Phase {
  kServing,
  kDraining,  // Each response closes its connection; new connections are accepted.
  kClosing,   // Listeners are closed; connections close once they are idle.
  kAborting,  // Stop at once.
};

// Of each event loop.
struct PortLimits {
  ConnectionLimits reviews;  // HTTPS port.
  ConnectionLimits probes;   // Plain port.
};

class EventLoop {
 public:
  using Time = Connection::Time;

  // All borrowed. `listeners` are shared by all event loops.
  EventLoop(const std::vector<Listener>& listeners, const tls::CertificateStore& certificates,
            const ServerContext& context, const PortLimits& limits, const std::atomic<Phase>& phase);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Serves until kAborting, or from kClosing on until no connection is left.
  void Run();
  // Run() has returned. Any thread.
  [[nodiscard]] bool Finished() const { return finished_; }

 private:
  struct Client {
    std::unique_ptr<Connection> connection;
    ConnectionTable* table = nullptr;
    Port port = Port::kHttps;
    Connection::Want waiting_for = Connection::Want::kRead;  // Registered with epoll; avoids needless epoll_ctl calls.
    bool responding = false;                                 // In responding_.
  };
  using Clients = std::unordered_map<int, Client>;

  void Wait(Time& now);
  void HandleEvent(int fd, Time now);
  void Dispatch(int fd, Time now);
  void SendResponses(Time now);
  bool Accept(const Listener& listener, Time now);
  void Admit(Port port, std::unique_ptr<Connection> connection, ConnectionTable::Network network, Time now);
  void CloseListeners(Time now);
  void Advance(Client& client, Time now);
  void Rank(const Client& client, Time now);
  void Watch(int fd, int operation, Connection::Want want);
  void Evict(std::optional<ConnectionTable::Id> id, Port port);
  void Close(int fd);
  void CloseExpired(Time now);
  void ReturnMemory(Time now);

  const std::vector<Listener>& listeners_;
  const tls::CertificateStore& certificates_;
  const ServerContext& context_;
  const std::atomic<Phase>& phase_;
  const UniqueFd epoll_;
  Clients clients_;  // By file descriptor.
  ConnectionTable reviews_;
  ConnectionTable probes_;
  std::vector<int> responding_;  // Clients whose response waits.
  std::vector<int> round_;       // Those whose response is sent now.
  bool listening_ = true;
  Time close_idle_ = Time::max();  // Idle connections are closed from this time on.
  std::size_t closed_ = 0;         // Connections since memory was last returned.
  Time next_return_ = Time::min();
  std::atomic<bool> finished_{false};
};

}  // namespace http_server
