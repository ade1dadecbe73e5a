// HTTP as the decisions see it: requests in, answers out, no library's type and no socket.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace webhook {

// Views are valid during Handle() alone.
struct HttpRequest {
  std::string_view method;        // "POST"
  std::string_view path;          // Without query: "/validate"
  std::string_view content_type;  // As sent, may be empty.
  std::size_t body_size = 0;
  // Null in Refuse(). A NUL stands behind it; Handle() may write over it, and whoever calls wipes it.
  char* body = nullptr;
  std::string_view peer;         // "10.0.0.1:40312"
  std::string_view client_name;  // The verified client certificate's common name; empty if there is none.
};

struct HttpResponse {
  int status = 200;
  std::string_view content_type = "application/json";  // Of static storage.
  std::string body;
};

// Implemented by the application. Called by several threads at once; must not block longer than a decision takes.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // Before the body is read: the answer that it will get in any case, so that nobody keeps it in memory.
  virtual std::optional<HttpResponse> Refuse(const HttpRequest& request) = 0;
  // A request that was not refused, whole.
  virtual HttpResponse Handle(const HttpRequest& request) = 0;
  // After one or several answers have been sent: the place for what no client is to wait for.
  virtual void Answered() {}
};

}  // namespace webhook
