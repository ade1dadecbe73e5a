// Events of the server, for an observer that counts them. The server itself keeps no metrics.
#pragma once

#include <chrono>

namespace http_server {

// kHttps: reviews over TLS. kOps: probes and metrics in plain HTTP.
enum class Port { kHttps, kOps };

// Why a TLS handshake failed.
enum class HandshakeFailure {
  kTimeout,            // Not complete at its deadline.
  kClosed,             // The client closed the connection during the handshake.
  kNotTls,             // The bytes received are not TLS: plain HTTP, garbage.
  kNothingInCommon,    // TLS 1.1 or older, or no cipher, group or signature algorithm in common.
  kClientCertificate,  // Missing, not signed by the client CA, or the common name is not allowed.
  kRefusedByClient,    // The client does not trust the serving certificate; check the registration's caBundle.
  kCrowdedOut,         // Closed by the server because there were too many connections.
  kOther,
};

// Called by both workers at once. Must neither block nor throw: each call is on the path of a request.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void ConnectionOpened(Port port) = 0;
  virtual void ConnectionClosed(Port port) = 0;
  // At the connection limit: the new connection or an older one was closed.
  virtual void ConnectionRefused(Port port) = 0;
  virtual void HandshakeFailed(HandshakeFailure cause) = 0;
  // A response on the HTTPS port has been handed to the kernel completely. `duration` starts at the first byte of its
  // request.
  virtual void Responded(int status, std::chrono::nanoseconds duration) = 0;
};

}  // namespace http_server
