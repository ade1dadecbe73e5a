// HTTP as the decisions see it: requests in, answers out, no library's type and no socket.
#pragma once

#include <string>
#include <string_view>

namespace webhook {

// Views are valid during Handle() alone.
struct HttpRequest {
  std::string_view method;        // "POST"
  std::string_view path;          // Without query: "/validate"
  std::string_view content_type;  // As sent, may be empty.
  std::string_view body;
  std::string_view peer;         // "10.0.0.1:40312"
  std::string_view client_name;  // The verified client certificate's common name; empty if there is none.
};

struct HttpResponse {
  int status = 200;
  std::string_view content_type = "application/json";  // Of static storage.
  std::string body;
};

// Implemented by the application. Called by several threads at once; must not block longer than a decision takes and
// must not throw.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  virtual HttpResponse Handle(const HttpRequest& request) = 0;
  // After one or several answers have been sent: the place for what no client is to wait for.
  virtual void Answered() {}
};

}  // namespace webhook
