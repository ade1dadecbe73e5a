// One client: handshake, requests, responses, deadlines.
//
// Non-blocking. One thread, an event loop, drives it.
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "http_server/body_budget.h"
#include "http_server/http.h"
#include "http_server/observer.h"
#include "http_server/request_reader.h"
#include "http_server/tls_transport.h"
#include "http_server/unique_fd.h"
#include "ports/clock.h"

namespace http_server {

// The longest time that a client may take. Each is far above what kube-apiserver needs and short enough to free what a
// silent client holds.
struct Deadlines {
  std::chrono::milliseconds handshake{5000};
  std::chrono::milliseconds head{10000};   // From the first byte of a request to its empty line.
  std::chrono::milliseconds body{30000};   // kube-apiserver's longest timeout for a webhook is 30 s.
  std::chrono::milliseconds write{10000};  // For one response.
  std::chrono::milliseconds idle{120000};  // kube-apiserver closes idle connections after 90 s; it must close first.
  std::chrono::milliseconds linger{2000};  // After a response that closes: reads on, so that no reset destroys it.
};

// What all connections of a server share. All borrowed.
struct ServerContext {
  HttpHandler& reviews;  // HTTPS port.
  HttpHandler& probes;   // Plain port.
  Deadlines deadlines;
  BodyBudget& bodies;
  Observer& observer;
  ports::Clock& clock;
};

class Connection {
 public:
  using Time = ports::Clock::MonotonicTime;
  // When to call Advance() again.
  enum class Want {
    kRespond,  // A response is ready: after the other ready connections had their turn.
    kRead,     // The socket is readable.
    kWrite,    // The socket is writable.
    kClose,    // Never: destroy the connection.
  };

  // `fd` is a connected, non-blocking socket. A null `tls` means plain HTTP. `peer` is the client's address and
  // port. `context` is borrowed.
  Connection(UniqueFd fd, std::shared_ptr<SSL_CTX> tls, std::string peer, const ServerContext& context, Time now);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Processes I/O until the socket would block, a response is ready, or the read budget of a turn is used. `draining`
  // closes the connection after the next response.
  Want Advance(Time now, bool draining);

  // Whether a deadline has passed. Then destroy the connection.
  [[nodiscard]] bool Expired(Time now);
  // No byte of a request has arrived and no response is pending.
  [[nodiscard]] bool Idle() const { return state_ == State::kOpen && reader_.Empty() && out_.empty(); }
  [[nodiscard]] bool InHandshake() const { return state_ == State::kHandshake; }
  // Whether the client has earned a rank (connection_table.h) since the last call: a review was answered with status
  // 200, or the client's certificate was accepted.
  bool ConsumeActivity() { return std::exchange(active_, false); }
  // The client presented a certificate that is allowed, or a response was marked as authenticated.
  [[nodiscard]] bool Authenticated() const { return authenticated_; }
  [[nodiscard]] int Fd() const { return transport_.Fd(); }

 private:
  enum class State { kHandshake, kOpen, kLinger };

  [[nodiscard]] Port Side() const { return transport_.IsTls() ? Port::kHttps : Port::kOps; }
  Io Handshake(Time now);
  Io Receive(Time now);
  // Handles the next complete request, if there is one. Fills out_.
  void Serve(Time now, bool draining);
  void Respond(const HttpResponse& response, bool close);
  Io Flush();
  void Responded(Time now);
  Io Linger();

  const ServerContext& context_;
  TlsTransport transport_;
  RequestReader reader_;
  State state_;
  Time deadline_;
  Time begun_;            // Arrival of the first byte of the current request.
  bool in_body_ = false;  // The body deadline is running.

  std::string out_;  // The response that is being sent.
  std::size_t sent_ = 0;
  int status_ = 0;  // Of out_; 100 for "100 Continue".
  bool close_after_ = false;

  bool active_ = false;
  bool authenticated_ = false;
  std::size_t lingered_ = 0;  // Bytes dropped.
};

}  // namespace http_server
