// Requests and responses as the application sees them: the seam between the server and what it serves.
//
// No socket, no type of the HTTP parser. The application implements HttpHandler; the server calls it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace http_server {

// All views are valid during the call only.
struct HttpRequest {
  std::string_view method;        // "POST"
  std::string_view path;          // Without the query: "/validate"
  std::string_view content_type;  // As received; may be empty.
  std::size_t body_size = 0;      // Bytes, from Content-Length.
  // Null in RejectEarly(). Followed by a NUL byte. Handle() may overwrite the body (parse in place); the server wipes
  // it after the call.
  char* body = nullptr;
  std::string_view peer;         // Address and port: "10.0.0.1:40312"
  std::string_view client_name;  // Common name of the verified client certificate; empty if there is none.
};

struct HttpResponse {
  int status = 200;                                    // 400 and above closes the connection.
  std::string_view content_type = "application/json";  // Must have static storage duration.
  std::string body;
  // The request proved that its client is kube-apiserver, by a key in its path: the server keeps the connection
  // whatever other clients do.
  bool authenticated = false;
};

// Implemented by the application. Both workers call it at once. It must not block.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // Called when the head is complete, before memory is reserved for the body. A response is sent at once and the body
  // is discarded; nullopt lets the server read the body.
  virtual std::optional<HttpResponse> RejectEarly(const HttpRequest& request) = 0;
  // Called with a complete request that RejectEarly() let through. An exception becomes status 500.
  virtual HttpResponse Handle(const HttpRequest& request) = 0;
  // Called after one or more responses were sent: for work that must not delay a response.
  virtual void OnResponsesSent() {}
};

}  // namespace http_server
