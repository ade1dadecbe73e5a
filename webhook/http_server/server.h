// The server: HTTPS for reviews, plain HTTP for probes.
//
// Two event loops, each on a thread of its own. The HTTP parser is Pistache's; listening, handshakes, limits and
// responses are ours (docs/decisions/2026-11-24-own-loop-around-pistaches-parser.md). Call Start() once, then Run()
// once.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "http_server/body_budget.h"
#include "http_server/connection.h"
#include "http_server/event_loop.h"
#include "http_server/http.h"
#include "http_server/listener.h"
#include "http_server/observer.h"
#include "ports/clock.h"
#include "ports/log.h"
#include "tls/certificate_store.h"

namespace http_server {

struct ServerConfig {
  std::string listen;             // HOST:PORT of HTTPS; port 0 takes a free port.
  std::string ops_listen;         // HOST:PORT of the probes.
  std::chrono::seconds drain{3};  // How long to go on serving after a stop request.
  Deadlines deadlines{};
  // Of each event loop. kube-apiserver holds a connection for each review that it sends at the same time.
  PortLimits limits{{512, 256, 128}, {64, 32, 16}};
  std::size_t max_large_bodies = 32U << 20U;  // Bytes, of all connections together; beyond them, 503.
};

class Server {
 public:
  // All borrowed. `reviews` answers on the HTTPS port, `probes` on the plain port.
  Server(ServerConfig config, const tls::CertificateStore& certificates, HttpHandler& reviews, HttpHandler& probes,
         Observer& observer, ports::Clock& clock, ports::Log& log);
  // Stops at once.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens and starts the event loops. A failure (kInvalid) names flag, address and cause. Logs "listening" with the
  // bound addresses.
  base::Result<void> Start();

  // Serves until clock.Sleep() reports a stop request; then drains, closes the listeners and finishes open requests
  // (10 s at most). Calls `tick` every second on the calling thread.
  template <typename Tick>
  void Run(Tick tick) {
    while (clock_.Sleep(std::chrono::seconds(1))) {
      tick();
    }
    Stop();
  }

  // A stop was requested. Any thread.
  [[nodiscard]] bool Draining() const { return phase_ >= Phase::kDraining; }

 private:
  struct Worker {
    std::unique_ptr<EventLoop> loop;
    std::thread thread;
  };

  void Stop();
  template <typename Done>
  void WaitUntil(std::chrono::milliseconds timeout, Done done);
  [[nodiscard]] bool Finished() const;
  void Abort();

  const ServerConfig config_;
  BodyBudget bodies_;
  const tls::CertificateStore& certificates_;
  const ServerContext context_;
  ports::Clock& clock_;
  ports::Log& log_;
  std::atomic<Phase> phase_{Phase::kServing};
  std::vector<Listener> listeners_;
  std::vector<Worker> workers_;
};

}  // namespace http_server
