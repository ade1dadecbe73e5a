// One client: its handshake, its requests, its answers, its deadlines.
//
// Non-blocking; driven by one worker of the server. Bytes of a request are wiped as soon as it is answered, since they
// hold tokens.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "http_server/http.h"
#include "http_server/http_head.h"
#include "http_server/http_parser.h"
#include "http_server/observer.h"
#include "ports/clock.h"

namespace http_server {

// How long a client may take. Each number is far above what kube-apiserver needs and small enough to free what a silent
// client holds.
struct Deadlines {
  std::chrono::milliseconds handshake{5000};
  std::chrono::milliseconds head{10000};  // From the first byte of a request to its empty line.
  std::chrono::milliseconds body{30000};  // kube-apiserver gives up after at most 30 s.
  std::chrono::milliseconds write{10000};
  std::chrono::milliseconds idle{120000};  // kube-apiserver keeps idle connections for 90 s: it must close first.
  std::chrono::milliseconds linger{2000};  // After an early answer: reads on so that the answer is not lost to a reset.
};

// What the connections of a server share.
struct ServerContext {
  HttpHandler& reviews;  // Over TLS.
  HttpHandler& probes;   // In the clear.
  Deadlines deadlines;
  std::atomic<std::size_t>& large_bodies;  // Bytes that bodies of more than 16 KiB may take now.
  Observer& observer;
  ports::Clock& clock;
};

class Connection {
 public:
  using Time = ports::Clock::MonotonicTime;
  // When Advance() is to be called again. kAnswer: an answer waits to be sent; once the other clients that are ready
  // have had their turn. kRead, kWrite: when the socket can be read or written.
  enum class Want { kAnswer, kRead, kWrite, kClose };

  // Owns `descriptor` (a connected, non-blocking socket). `context` is null for plain HTTP. The rest is borrowed.
  Connection(int descriptor, std::shared_ptr<SSL_CTX> context, std::string peer, const ServerContext& surroundings,
             Time now);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Goes as far as the socket allows, or up to an answer, or as far as a turn's few reads take it. `draining` adds
  // "Connection: close" to each answer.
  Want Advance(Time now, bool draining);

  // Whether a deadline has passed; then it is to be closed.
  [[nodiscard]] bool Expired(Time now);
  // Nothing of a request has arrived and nothing is to be sent.
  [[nodiscard]] bool Idle() const { return state_ == State::kOpen && in_.empty() && out_.empty(); }
  [[nodiscard]] bool InHandshake() const { return state_ == State::kHandshake; }
  [[nodiscard]] int fd() const { return descriptor_; }
  // A review of this client has been answered.
  [[nodiscard]] bool Established() const { return established_; }
  // How the connection waits, to change epoll's mind only where it has to.
  Want waiting_for = Want::kRead;

 private:
  enum class State { kHandshake, kOpen, kLinger };
  enum class Io { kDone, kWantRead, kWantWrite, kClosed };

  Io Handshake();
  Io Read(char* into, std::size_t size, std::size_t& count);
  Io Write(const char* from, std::size_t size, std::size_t& count);
  Io SslOutcome(int result);
  // OpenSSL's reads from the socket, so that one client's records never keep it for long.
  static long LimitReads(BIO* socket, int operation, const char* bytes, std::size_t size, int, long, int result,
                         std::size_t* done);
  [[nodiscard]] Port Side() const { return context_ ? Port::kHttps : Port::kOps; }
  // Answers every whole request that has arrived, until one answer waits to be sent.
  void Serve(Time now, bool draining);
  // Reads the head of in_ into head_ and known_. The answer to send at once where it is refused.
  std::optional<HttpResponse> ReadHead();
  // The request at the start of in_, without its body.
  [[nodiscard]] HttpRequest Request() const;
  [[nodiscard]] HttpHandler& Handler() const { return context_ ? around_.reviews : around_.probes; }
  // The handler's answer to a whole request, or 500 if it threw.
  HttpResponse Ask();
  // Takes memory for a body out of what all share; false if too little is left.
  bool Reserve(std::size_t size);
  void GiveBack();
  void Respond(const HttpResponse& response, bool close);
  void Consume(std::size_t count);
  void MakeRoom(std::size_t size);
  bool Flush(Want& want);
  void BeginLinger(Time now);
  Want Linger(char* into, std::size_t size);

  const int descriptor_;
  SSL* ssl_ = nullptr;
  std::shared_ptr<SSL_CTX> context_;
  const std::string peer_;
  std::string client_;  // Of its certificate.
  const ServerContext& around_;
  State state_;
  Time begun_;      // When the first byte of the request at hand arrived.
  int status_ = 0;  // Of the answer in out_; 100 while it is "go on".
  std::string in_;
  Head head_;  // Of the request at the start of in_, once it is whole.
  // The last head: its bytes (empty if they were too many to keep) and what was found in them.
  struct {
    std::string bytes;
    Head head;
    ParsedHead parsed;
  } known_;
  std::string out_;
  std::size_t sent_ = 0;
  bool close_after_ = false;
  int reads_left_ = 0;  // From the socket, in this turn.
  bool in_body_ = false;
  bool established_ = false;
  std::size_t reserved_ = 0;  // Of large_bodies.
  std::size_t lingered_ = 0;
  Time deadline_;
};

}  // namespace http_server
