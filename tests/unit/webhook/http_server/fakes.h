// Handlers and observers for tests of the server.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "http_server/http.h"
#include "http_server/observer.h"

namespace http_server {

// Answers with the request's body; rejects "/no" early, throws on "/throw", authenticates on "/key".
class Echo : public HttpHandler {
 public:
  std::optional<HttpResponse> RejectEarly(const HttpRequest& request) override {
    method = request.method;
    return request.path == "/no" ? std::optional(HttpResponse{404, "text/plain", "no"}) : std::nullopt;
  }
  HttpResponse Handle(const HttpRequest& request) override {
    if (request.path == "/throw") {
      throw std::bad_alloc();
    }
    terminated = request.body[request.body_size] == '\0';
    peer = request.peer;
    client_name = request.client_name;
    return {200, "text/plain", std::string(request.body, request.body_size), request.path == "/key"};
  }

  std::string method;
  std::string peer;
  std::string client_name;
  bool terminated = true;
};

// Counts. Any number of threads.
class CountingObserver : public Observer {
 public:
  void ConnectionOpened(Port /*port*/) override { ++opened; }
  void ConnectionClosed(Port /*port*/) override { ++closed; }
  void ConnectionRefused(Port /*port*/) override { ++refused; }
  void HandshakeFailed(HandshakeFailure cause) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    failures.push_back(cause);
  }
  void Responded(int /*status*/, std::chrono::nanoseconds /*duration*/) override { ++responded; }

  std::atomic<int> opened{0};
  std::atomic<int> closed{0};
  std::atomic<int> refused{0};
  std::atomic<int> responded{0};
  std::vector<HandshakeFailure> failures;

 private:
  std::mutex mutex_;
};

}  // namespace http_server
