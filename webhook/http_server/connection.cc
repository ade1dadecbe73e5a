#include "http_server/connection.h"

#include <openssl/err.h>
#include <string.h>  // explicit_bzero is not in <cstring>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <new>
#include <utility>

#include "base/secret_bytes.h"
#include "tls/certificate_store.h"

namespace http_server {
namespace {

constexpr std::size_t kChunk = 16384;           // The largest TLS record.
constexpr std::size_t kLarge = 16384;           // A larger body is counted, and its buffer given back afterwards.
constexpr std::size_t kMaxKnown = 1024;         // Bytes of a head worth remembering; kube-apiserver's is some 300.
constexpr int kReads = 4;                       // Of at most kChunk bytes, in a turn.
constexpr std::size_t kMaxLinger = 16U << 20U;  // Bytes of a refused body that are read and thrown away.

std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

HttpResponse Refusal(int status) {
  return {status, "text/plain", std::to_string(status) + " " + std::string(Reason(status)) + "\n"};
}

// Why a handshake ended with this SSL_get_error(); looks at OpenSSL's queue of errors.
HandshakeFailure CauseOf(int error) {
  if (error != SSL_ERROR_SSL) {
    return HandshakeFailure::kClosed;
  }
  const int reason = ERR_GET_REASON(ERR_peek_error());
  switch (reason) {
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
      return HandshakeFailure::kClosed;
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_BAD_PACKET_LENGTH:
    case SSL_R_BAD_RECORD_TYPE:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_ENCRYPTED_LENGTH_TOO_LONG:
    case SSL_R_UNEXPECTED_MESSAGE:
    case SSL_R_LENGTH_MISMATCH:
      return HandshakeFailure::kNotTls;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_SUITABLE_KEY_SHARE:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
      return HandshakeFailure::kNothingInCommon;
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
      return HandshakeFailure::kClientCertificate;
    default:
      // An alert of the client: in a handshake, that it does not like our certificate.
      return reason >= SSL_AD_REASON_OFFSET ? HandshakeFailure::kRefusedByClient : HandshakeFailure::kOther;
  }
}

}  // namespace

Connection::Connection(int descriptor, std::shared_ptr<SSL_CTX> context, std::string peer,
                       const ServerContext& surroundings, Time now)
    : descriptor_(descriptor),
      context_(std::move(context)),
      peer_(std::move(peer)),
      around_(surroundings),
      state_(context_ ? State::kHandshake : State::kOpen),
      begun_(now),
      deadline_(now + (context_ ? around_.deadlines.handshake : around_.deadlines.head)) {
  around_.observer.ConnectionOpened(Side());
}

Connection::~Connection() {
  GiveBack();
  around_.observer.ConnectionClosed(Side());
  base::Wipe(in_);
  base::Wipe(known_.bytes);  // Its path may hold a key.
  if (ssl_ != nullptr) {
    SSL_free(ssl_);
  }
  close(descriptor_);
}

bool Connection::Expired(Time now) {
  if (now < deadline_) {
    return false;
  }
  if (state_ == State::kHandshake) {
    around_.observer.HandshakeFailed(HandshakeFailure::kTimeout);
  }
  return true;
}

Connection::Io Connection::SslOutcome(int result) {
  const int error = SSL_get_error(ssl_, result);
  ERR_clear_error();
  if (error == SSL_ERROR_WANT_READ) {
    return Io::kWantRead;
  }
  return error == SSL_ERROR_WANT_WRITE ? Io::kWantWrite : Io::kClosed;
}

long Connection::LimitReads(BIO* socket, int operation, const char* /*bytes*/, std::size_t /*size*/, int /*number*/,
                            long /*number*/, int result, std::size_t* /*done*/) {
  if (operation != BIO_CB_READ) {
    return result;
  }
  auto& left = reinterpret_cast<Connection*>(BIO_get_callback_arg(socket))->reads_left_;
  if (left == 0) {
    BIO_set_retry_read(socket);  // As if nothing had arrived: epoll says at once that something has.
    return -1;
  }
  --left;
  return result;
}

Connection::Io Connection::Handshake() {
  if (ssl_ == nullptr) {
    char first = 0;
    if (recv(descriptor_, &first, 1, MSG_PEEK) < 0 && errno == EAGAIN) {
      return Io::kWantRead;  // A silent client costs a descriptor, not OpenSSL's state and buffers.
    }
    ssl_ = SSL_new(context_.get());
    if (ssl_ == nullptr || SSL_set_fd(ssl_, descriptor_) != 1) {
      return Io::kClosed;
    }
    BIO_set_callback_ex(SSL_get_rbio(ssl_), LimitReads);
    BIO_set_callback_arg(SSL_get_rbio(ssl_), reinterpret_cast<char*>(this));
    SSL_set_accept_state(ssl_);
  }
  ERR_clear_error();
  const int result = SSL_accept(ssl_);
  if (result == 1) {
    return Io::kDone;
  }
  const int error = SSL_get_error(ssl_, result);
  if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
    around_.observer.HandshakeFailed(CauseOf(error));
  }
  return SslOutcome(result);
}

Connection::Io Connection::Read(char* into, std::size_t size, std::size_t& count) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    int result = SSL_read_ex(ssl_, into, size, &count);
    // Small records together: each by itself would cost a look at all that has come so far.
    for (std::size_t more = 0; result == 1 && count < size && SSL_has_pending(ssl_) == 1; count += more) {
      if (SSL_read_ex(ssl_, into + count, size - count, &more) != 1) {
        ERR_clear_error();
        return Io::kDone;  // Whatever it is, the next call meets it again.
      }
    }
    return result == 1 ? Io::kDone : SslOutcome(result);
  }
  if (reads_left_ == 0) {
    return Io::kWantRead;
  }
  --reads_left_;
  const ssize_t result = recv(descriptor_, into, size, 0);
  if (result > 0) {
    count = static_cast<std::size_t>(result);
    return Io::kDone;
  }
  return result < 0 && (errno == EAGAIN || errno == EINTR) ? Io::kWantRead : Io::kClosed;
}

Connection::Io Connection::Write(const char* from, std::size_t size, std::size_t& count) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    const int result = SSL_write_ex(ssl_, from, size, &count);
    return result == 1 ? Io::kDone : SslOutcome(result);
  }
  const ssize_t result = send(descriptor_, from, size, MSG_NOSIGNAL);
  if (result >= 0) {
    count = static_cast<std::size_t>(result);
    return Io::kDone;
  }
  return errno == EAGAIN || errno == EINTR ? Io::kWantWrite : Io::kClosed;
}

void Connection::MakeRoom(std::size_t size) {
  if (in_.capacity() >= size) {
    return;
  }
  // By hand: growing would leave a copy of a token in freed memory.
  std::string larger;
  larger.reserve(size);
  larger.append(in_);
  base::Wipe(in_);
  in_ = std::move(larger);
}

void Connection::Consume(std::size_t count) {
  const std::size_t rest = in_.size() - count;
  std::copy(in_.begin() + static_cast<std::ptrdiff_t>(count), in_.end(), in_.begin());
  explicit_bzero(in_.data() + rest, in_.size() - rest);
  in_.resize(rest);
  if (in_.capacity() > 4 * kLarge) {
    std::string large(in_);  // The beginning of the next request, at most.
    large.swap(in_);
    explicit_bzero(large.data(), large.size());
  }
  GiveBack();
  head_ = Head{};
}

void Connection::Respond(const HttpResponse& response, bool close) {
  constexpr std::size_t kHeadRoom = 160;
  out_.reserve(response.body.size() + kHeadRoom);
  out_ = "HTTP/1.1 ";
  out_.append(std::to_string(response.status)).append(" ").append(Reason(response.status));
  out_.append("\r\nContent-Type: ").append(response.content_type);
  out_.append("\r\nContent-Length: ").append(std::to_string(response.body.size()));
  out_.append(close ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n").append(response.body);
  sent_ = 0;
  status_ = response.status;
  close_after_ = close;
}

bool Connection::Reserve(std::size_t size) {
  if (size <= kLarge) {
    return true;
  }
  std::size_t left = around_.large_bodies;
  while (left >= size) {
    if (around_.large_bodies.compare_exchange_weak(left, left - size)) {
      reserved_ = size;
      return true;
    }
  }
  return false;
}

void Connection::GiveBack() { around_.large_bodies += std::exchange(reserved_, 0); }

HttpRequest Connection::Request() const {
  HttpRequest request;
  request.method = known_.parsed.method;
  request.path = known_.parsed.path;
  request.content_type = known_.parsed.content_type;
  request.body_size = head_.body_length;
  request.peer = peer_;
  request.client_name = client_;
  return request;
}

// A kept-alive client says the same head again and again: it is checked and parsed once.
std::optional<HttpResponse> Connection::ReadHead() {
  const bool known = !known_.bytes.empty() && in_.compare(0, known_.bytes.size(), known_.bytes) == 0;
  head_ = known ? known_.head : CheckHead(in_);
  if (head_.state == Head::State::kIncomplete) {
    return std::nullopt;
  }
  if (head_.state == Head::State::kBad) {
    return Refusal(head_.status);
  }
  if (!known) {
    const auto bytes = std::string_view(in_).substr(0, head_.length);
    auto parsed = ParseHead(bytes);
    if (!parsed) {
      return Refusal(parsed.error());
    }
    known_.parsed = std::move(*parsed);
    known_.head = head_;
    base::Wipe(known_.bytes);
    if (bytes.size() <= kMaxKnown) {
      known_.bytes = bytes;
    }
  }
  if (auto refusal = Handler().RejectEarly(Request())) {
    return refusal;
  }
  if (!Reserve(head_.body_length)) {
    return HttpResponse{503, "text/plain", "too many large requests at once; try again\n"};
  }
  try {
    // Of a large one with room for what may come with its end, which would else cost a copy of all.
    MakeRoom(head_.length + head_.body_length + (head_.body_length > kLarge ? kChunk : 0));
  } catch (const std::bad_alloc&) {
    return Refusal(503);
  }
  return std::nullopt;
}

HttpResponse Connection::Ask() {
  HttpRequest request = Request();
  request.body = in_.data() + head_.length;
  // Behind the body stands the next request, or the NUL that ends every string.
  char& behind = in_.data()[head_.length + head_.body_length];
  const char next = std::exchange(behind, '\0');
  HttpResponse response;
  try {
    response = Handler().Handle(request);
  } catch (const std::exception&) {  // Out of memory before there was a review to answer, or for its answer.
    response = Refusal(500);
  }
  behind = next;
  return response;
}

void Connection::Serve(Time now, bool draining) {
  while (out_.empty() && !in_.empty()) {
    if (head_.state != Head::State::kGood) {
      if (const auto refusal = ReadHead()) {
        Respond(*refusal, true);
        return;
      }
      if (head_.state == Head::State::kIncomplete) {
        return;
      }
    }
    if (in_.size() < head_.length + head_.body_length) {
      if (!in_body_) {
        in_body_ = true;
        deadline_ = now + around_.deadlines.body;
        if (head_.expects_continue) {
          out_ = "HTTP/1.1 100 Continue\r\n\r\n";
          sent_ = 0;
          status_ = 100;
        }
      }
      return;
    }
    const HttpResponse response = Ask();
    const bool close = head_.close || draining || response.status >= 400;
    Consume(head_.length + head_.body_length);
    in_body_ = false;
    Respond(response, close);
  }
}

// True if all is sent.
bool Connection::Flush(Want& want) {
  while (sent_ < out_.size()) {
    std::size_t count = 0;
    const Io io = Write(out_.data() + sent_, out_.size() - sent_, count);
    if (io != Io::kDone) {
      want = io == Io::kWantRead ? Want::kRead : io == Io::kWantWrite ? Want::kWrite : Want::kClose;
      return false;
    }
    sent_ += count;
  }
  out_.clear();
  if (context_ && status_ != 100) {
    const Time end = around_.clock.Monotonic();
    around_.observer.Responded(status_, end - begun_);
    established_ = established_ || status_ == 200;
    begun_ = end;  // Of a request that has arrived with the last one.
  }
  return true;
}

// Nothing more is sent.
void Connection::BeginLinger(Time now) {
  if (ssl_ != nullptr) {
    SSL_shutdown(ssl_);
    ERR_clear_error();
  }
  shutdown(descriptor_, SHUT_WR);
  state_ = State::kLinger;
  deadline_ = now + around_.deadlines.linger;
}

// Throws away what still comes, until the client closes or has sent too much.
Connection::Want Connection::Linger(char* into, std::size_t size) {
  for (;; --reads_left_) {
    if (reads_left_ == 0) {
      return Want::kRead;
    }
    const ssize_t count = recv(descriptor_, into, size, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
      return Want::kRead;
    }
    lingered_ += count > 0 ? static_cast<std::size_t>(count) : 0;
    if (count <= 0 || lingered_ > kMaxLinger) {
      return Want::kClose;
    }
  }
}

Connection::Want Connection::Advance(Time now, bool draining) {
  // One for all connections of a thread: what arrives is copied, so that an idle one holds no buffer of this size.
  static thread_local std::array<char, kChunk> chunk;
  reads_left_ = kReads;
  if (state_ == State::kHandshake) {
    const Io io = Handshake();
    if (io != Io::kDone) {
      return io == Io::kWantRead ? Want::kRead : io == Io::kWantWrite ? Want::kWrite : Want::kClose;
    }
    state_ = State::kOpen;
    client_ = tls::ClientName(ssl_);
    deadline_ = now + around_.deadlines.idle;  // kube-apiserver connects ahead of need.
  }
  for (bool answered = false;;) {
    Want want = Want::kClose;
    if (!out_.empty()) {
      if (!Flush(want)) {
        return want;
      }
      answered = true;
      deadline_ = now + (in_body_      ? around_.deadlines.body
                         : in_.empty() ? around_.deadlines.idle
                                       : around_.deadlines.head);
      if (close_after_) {
        BeginLinger(now);
      }
    }
    if (state_ == State::kLinger) {
      return Linger(chunk.data(), chunk.size());
    }
    Serve(now, draining);
    if (!out_.empty()) {
      deadline_ = now + around_.deadlines.write;
      return Want::kAnswer;
    }
    if (answered && in_.empty() && ssl_ != nullptr && SSL_has_pending(ssl_) == 0) {
      return Want::kRead;  // The next request has hardly arrived: epoll tells, a read that finds nothing costs more.
    }
    std::size_t count = 0;
    const Io io = Read(chunk.data(), chunk.size(), count);
    if (io != Io::kDone) {
      return io == Io::kWantRead ? Want::kRead : io == Io::kWantWrite ? Want::kWrite : Want::kClose;
    }
    const bool first = in_.empty();
    MakeRoom(in_.size() + count);
    in_.append(chunk.data(), count);
    explicit_bzero(chunk.data(), count);
    if (first) {
      begun_ = now;
      deadline_ = now + around_.deadlines.head;
    }
  }
}

}  // namespace http_server
