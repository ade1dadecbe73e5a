// The server: HTTPS for reviews, plain HTTP for probes.
//
// Two workers, each with an epoll loop of its own; nothing blocks, so a slow client delays nobody. The acceptor, the
// handshakes and the answers are ours, the HTTP parser is Pistache's (docs/decisions). Start() once, Run() once.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "http_server/connection.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "tls/certificate_store.h"

namespace http_server {

struct ServerConfig {
  std::string listen;      // HOST:PORT of HTTPS; port 0 takes any free one.
  std::string ops_listen;  // HOST:PORT of the probes.
  std::chrono::seconds drain{3};
  Deadlines deadlines{};
  // Per worker, of HTTPS and of the probes. Beyond it the oldest client that no review has been answered to gives way
  // to the newcomer: whoever is in earnest is answered within milliseconds. Without such a one it is the one that has
  // been quiet for longest. A probe's client may always have to.
  std::size_t max_connections = 512;
  std::size_t max_probes = 64;
  std::size_t max_large_bodies = 32U << 20U;  // Bytes, of all connections: 503 beyond.
};

class Server {
 public:
  // All borrowed. `reviews` answers on the HTTPS port, `probes` on the plain one.
  Server(ServerConfig config, tls::CertificateStore& certificates, HttpHandler& reviews, HttpHandler& probes,
         Observer& observer, ports::Clock& clock, ports::Log& log);
  ~Server();

  // Binds and listens; a failure (kInvalid) names flag, address and cause. Logs "listening" with the bound addresses.
  base::Result<void> Start();

  // Serves until clock.Sleep() says that a stop was requested, then: readiness off, serving on with "Connection: close"
  // for the drain time, listeners closed, what is in flight finished (10 s at most). `tick` runs every second, on this
  // thread.
  template <typename Tick>
  void Run(Tick tick) {
    while (clock_.Sleep(std::chrono::seconds(1))) {
      tick();
    }
    Drain();
  }

  [[nodiscard]] bool Draining() const { return draining_; }

 private:
  class Worker;
  struct Listener {
    int descriptor;
    bool tls;
  };

  base::Result<std::string> Listen(const std::string& flag, const std::string& address, bool tls);
  void Drain();

  const ServerConfig config_;
  std::atomic<std::size_t> large_bodies_;
  tls::CertificateStore& certificates_;
  const ServerContext around_;
  ports::Clock& clock_;
  ports::Log& log_;
  std::vector<Listener> listeners_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::atomic<bool> draining_{false};
  std::atomic<bool> closing_{false};  // Listeners closed, idle connections a second later.
  std::atomic<bool> aborting_{false};
};

}  // namespace http_server
