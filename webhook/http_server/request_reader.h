// HTTP/1.1 requests out of the bytes of one connection, one at a time.
//
//   reader.Append(bytes);
//   switch (reader.Read()) { ... case State::kComplete: response = reader.Handle(); }
//
// The head is checked (http_head.h), parsed (http_parser.h) and offered to the handler before memory is reserved for
// the body. One thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/secret_text.h"
#include "http_server/body_budget.h"
#include "http_server/http.h"
#include "http_server/http_head.h"
#include "http_server/http_parser.h"
#include "http_server/input_buffer.h"

namespace http_server {

class RequestReader {
 public:
  enum class State {
    kHead,      // The head is incomplete.
    kBody,      // The head is good; the body is incomplete.
    kComplete,  // Call Handle().
    kRejected,  // Send Rejection() and close.
  };

  // `peer` is the client's address and port. Handler and budget are borrowed.
  RequestReader(HttpHandler& handler, BodyBudget& bodies, std::string peer);
  ~RequestReader() = default;
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  void SetClientName(std::string name) { client_name_ = std::move(name); }
  void Append(std::string_view bytes) { input_.Append(bytes); }
  // No byte of a request has arrived.
  [[nodiscard]] bool Empty() const { return input_.Empty(); }

  // Examines the request at the start of the bytes. Cheap if nothing has been appended since.
  State Read();

  // kRejected: the response.
  [[nodiscard]] const HttpResponse& Rejection() const { return rejection_; }
  // kComplete: the handler's response, or 500 if the handler throws. Removes the request from the bytes.
  HttpResponse Handle();

  // Of the request that Read() examined last, until the next Read().
  [[nodiscard]] bool WantsClose() const { return close_; }
  [[nodiscard]] bool ExpectsContinue() const { return head_.expects_continue; }
  [[nodiscard]] bool IsHead() const { return head_only_; }

 private:
  // The last head: kube-apiserver repeats the same head on a connection, so that it is checked and parsed once.
  struct KnownHead {
    base::SecretText bytes;  // Empty if the head was too long to keep. The path may hold a key.
    Head head;
    ParsedHead parsed;
  };

  bool Examine();
  bool Parse();
  bool ReserveBody();
  bool Reject(HttpResponse response);
  [[nodiscard]] HttpRequest Request() const;

  HttpHandler& handler_;
  BodyBudget& bodies_;
  const std::string peer_;
  std::string client_name_;
  InputBuffer input_;
  Head head_;  // Of the request at the start of input_; kIncomplete until it has been examined.
  KnownHead known_;
  BodyReservation reservation_;
  HttpResponse rejection_;
  bool close_ = false;
  bool head_only_ = false;
};

}  // namespace http_server
