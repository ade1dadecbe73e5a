#include "http_server/request_reader.h"

#include <exception>
#include <new>
#include <utility>

#include "http_server/response.h"

namespace http_server {
namespace {

constexpr std::size_t kLargeBody = 16384;    // Bytes; larger bodies share a budget.
constexpr std::size_t kMaxKnownHead = 1024;  // Bytes; kube-apiserver's head is some 300.
constexpr std::size_t kReadAhead = 16384;    // Bytes that may arrive together with the end of a body.

}  // namespace

RequestReader::RequestReader(HttpHandler& handler, BodyBudget& bodies, std::string peer)
    : handler_(handler), bodies_(bodies), peer_(std::move(peer)) {}

RequestReader::State RequestReader::Read() {
  if (head_.state != Head::State::kGood) {
    if (input_.Empty()) {
      return State::kHead;
    }
    if (!Examine()) {
      return State::kRejected;
    }
    if (head_.state == Head::State::kIncomplete) {
      return State::kHead;
    }
  }
  return input_.size() < head_.length + head_.body_length ? State::kBody : State::kComplete;
}

// False if the request is rejected.
bool RequestReader::Examine() {
  head_only_ = false;
  const auto bytes = input_.View();
  const bool known = !known_.bytes.empty() && bytes.substr(0, known_.bytes.size()) == known_.bytes.Reveal();
  head_ = known ? known_.head : CheckHead(bytes);
  close_ = head_.close;
  if (head_.state == Head::State::kIncomplete) {
    return true;
  }
  if (head_.state == Head::State::kBad) {
    return Reject(ErrorResponse(head_.status));
  }
  if (!known && !Parse()) {
    return false;
  }
  // HEAD is GET without the body of the response.
  head_only_ = known_.parsed.method == "HEAD";
  if (auto early = handler_.RejectEarly(Request())) {
    return Reject(std::move(*early));
  }
  return ReserveBody();
}

bool RequestReader::Parse() {
  const auto bytes = input_.View().substr(0, head_.length);
  auto parsed = ParseHead(bytes);
  if (!parsed) {
    return Reject(ErrorResponse(parsed.error()));
  }
  known_.parsed = std::move(*parsed);
  known_.head = head_;
  known_.bytes.clear();
  if (bytes.size() <= kMaxKnownHead) {
    known_.bytes.append(bytes);
  }
  return true;
}

bool RequestReader::ReserveBody() {
  const bool large = head_.body_length > kLargeBody;
  if (large && !(reservation_ = bodies_.Reserve(head_.body_length))) {
    return Reject({503, "text/plain", "too many large requests at once; try again\n"});
  }
  try {
    input_.Reserve(head_.length + head_.body_length + (large ? kReadAhead : 0));
  } catch (const std::bad_alloc&) {
    return Reject(ErrorResponse(503));
  }
  return true;
}

bool RequestReader::Reject(HttpResponse response) {
  head_.state = Head::State::kBad;
  rejection_ = std::move(response);
  return false;
}

HttpRequest RequestReader::Request() const {
  HttpRequest request;
  request.method = head_only_ ? "GET" : std::string_view(known_.parsed.method);
  request.path = known_.parsed.path;
  request.content_type = known_.parsed.content_type;
  request.body_size = head_.body_length;
  request.peer = peer_;
  request.client_name = client_name_;
  return request;
}

HttpResponse RequestReader::Handle() {
  HttpRequest request = Request();
  request.body = input_.data() + head_.length;
  // The byte behind the body belongs to the next request, or is the NUL that ends the buffer.
  char& behind = input_.data()[head_.length + head_.body_length];
  const char next = std::exchange(behind, '\0');
  HttpResponse response;
  try {
    response = handler_.Handle(request);
  } catch (const std::exception&) {
    response = ErrorResponse(500);
  }
  behind = next;
  input_.Consume(head_.length + head_.body_length);
  reservation_ = BodyReservation();
  head_ = Head{};
  return response;
}

}  // namespace http_server
