#include "http_server/connection.h"

#include <array>
#include <utility>

#include "base/secret_bytes.h"
#include "http_server/response.h"

namespace http_server {
namespace {

constexpr std::size_t kMaxLinger = 16U << 20U;  // Bytes of a rejected body that are read and dropped.

Connection::Want WantOf(Io io) {
  switch (io) {
    case Io::kWantRead:
      return Connection::Want::kRead;
    case Io::kWantWrite:
      return Connection::Want::kWrite;
    default:
      return Connection::Want::kClose;
  }
}

}  // namespace

Connection::Connection(UniqueFd fd, std::shared_ptr<SSL_CTX> tls, std::string peer, const ServerContext& context,
                       Time now)
    : context_(context),
      transport_(std::move(fd), std::move(tls), context.observer),
      reader_(transport_.IsTls() ? context.reviews : context.probes, context.bodies, std::move(peer)),
      state_(transport_.IsTls() ? State::kHandshake : State::kOpen),
      deadline_(now + (transport_.IsTls() ? context.deadlines.handshake : context.deadlines.head)),
      begun_(now) {
  context_.observer.ConnectionOpened(Side());
}

Connection::~Connection() { context_.observer.ConnectionClosed(Side()); }

bool Connection::Expired(Time now) {
  if (now < deadline_) {
    return false;
  }
  if (state_ == State::kHandshake) {
    context_.observer.HandshakeFailed(HandshakeFailure::kTimeout);
  }
  return true;
}

Io Connection::Handshake(Time now) {
  const Io io = transport_.Handshake();
  if (io == Io::kDone) {
    state_ = State::kOpen;
    std::string name = transport_.ClientName();
    authenticated_ = active_ = !name.empty();
    reader_.SetClientName(std::move(name));
    deadline_ = now + context_.deadlines.idle;  // kube-apiserver may connect before it has a request.
  }
  return io;
}

Io Connection::Receive(Time now) {
  // Shared by all connections of the thread, so that an idle connection holds no buffer of this size.
  static thread_local std::array<char, TlsTransport::kChunk> chunk;
  std::size_t count = 0;
  const Io io = transport_.Read(chunk.data(), chunk.size(), count);
  if (io != Io::kDone) {
    return io;
  }
  const base::WipeAtExit wipe(chunk.data(), count);
  if (reader_.Empty()) {
    begun_ = now;
    deadline_ = now + context_.deadlines.head;
  }
  reader_.Append({chunk.data(), count});
  return Io::kDone;
}

void Connection::Respond(const HttpResponse& response, bool close) {
  Serialize(response, close, reader_.IsHead(), out_);
  sent_ = 0;
  status_ = response.status;
  close_after_ = close;
}

void Connection::Serve(Time now, bool draining) {
  switch (reader_.Read()) {
    case RequestReader::State::kHead:
      return;
    case RequestReader::State::kRejected:
      Respond(reader_.Rejection(), true);
      return;
    case RequestReader::State::kBody:
      if (!in_body_) {
        in_body_ = true;
        deadline_ = now + context_.deadlines.body;
        if (reader_.ExpectsContinue()) {
          out_ = "HTTP/1.1 100 Continue\r\n\r\n";
          sent_ = 0;
          status_ = 100;
        }
      }
      return;
    case RequestReader::State::kComplete:
      const HttpResponse response = reader_.Handle();
      in_body_ = false;
      authenticated_ = authenticated_ || response.authenticated;
      Respond(response, reader_.WantsClose() || draining || response.status >= 400);
  }
}

// kDone if everything is sent.
Io Connection::Flush() {
  while (sent_ < out_.size()) {
    std::size_t count = 0;
    const Io io = transport_.Write(out_.data() + sent_, out_.size() - sent_, count);
    if (io != Io::kDone) {
      return io;
    }
    sent_ += count;
  }
  out_.clear();
  return Io::kDone;
}

void Connection::Responded(Time now) {
  if (transport_.IsTls() && status_ != 100) {
    const Time end = context_.clock.Monotonic();
    context_.observer.Responded(status_, end - begun_);
    active_ = active_ || status_ == 200;
    begun_ = end;  // Of the next request, if its bytes are already here.
  }
  deadline_ = now + (in_body_          ? context_.deadlines.body
                     : reader_.Empty() ? context_.deadlines.idle
                                       : context_.deadlines.head);
  if (close_after_) {
    transport_.ShutdownWrite();
    state_ = State::kLinger;
    deadline_ = now + context_.deadlines.linger;
  }
}

Io Connection::Linger() {
  std::size_t count = 0;
  for (; lingered_ <= kMaxLinger; lingered_ += count) {
    if (const Io io = transport_.Discard(count); io != Io::kDone) {
      return io;
    }
  }
  return Io::kClosed;
}

Connection::Want Connection::Advance(Time now, bool draining) {
  transport_.BeginTurn();
  if (state_ == State::kHandshake) {
    if (const Io io = Handshake(now); io != Io::kDone) {
      return WantOf(io);
    }
  }
  for (bool responded = false;;) {
    if (!out_.empty()) {
      if (const Io io = Flush(); io != Io::kDone) {
        return WantOf(io);
      }
      Responded(now);
      responded = true;
    }
    if (state_ == State::kLinger) {
      return WantOf(Linger());
    }
    Serve(now, draining);
    if (!out_.empty()) {
      deadline_ = now + context_.deadlines.write;
      return Want::kRespond;
    }
    if (responded && reader_.Empty() && !transport_.HasPending()) {
      return Want::kRead;  // The next request has hardly arrived; a read that finds nothing costs more than epoll.
    }
    if (const Io io = Receive(now); io != Io::kDone) {
      return WantOf(io);
    }
  }
}

}  // namespace http_server
