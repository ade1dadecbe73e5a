// Listening sockets.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>

#include "base/error.h"
#include "http_server/observer.h"
#include "http_server/unique_fd.h"

namespace http_server {

struct Listener {
  UniqueFd fd;  // Non-blocking.
  Port port;
  std::string address;        // As bound, with the port that the kernel chose for port 0: "[::]:8443".
  bool without_ipv6 = false;  // All addresses were asked for, and the kernel has no IPv6.
};

// Listens on HOST:PORT. HOST is an address, a name, or "[::]" or nothing for all addresses of IPv4 and IPv6, those of
// IPv4 alone if the kernel has no IPv6. PORT is 0 to 65535; 0 takes a free port. Fails (kInvalid) with a sentence that
// names `flag`, the address and the cause.
base::Result<Listener> Listen(const std::string& flag, const std::string& address, Port port);

// A number for the network of a client: its IPv4 address, or the first 64 bits of its IPv6 address, because one host
// has as many addresses as it likes in its /64. The network of an IPv4 client of an IPv6 socket is its IPv4 address.
std::uint64_t NetworkOf(const sockaddr* address);

// "10.0.0.1:40312", "[fd00::1]:40312"; an IPv4 client of an IPv6 socket as IPv4; "unknown" if the address has no such
// form.
std::string FormatAddress(const sockaddr* address, socklen_t length);

}  // namespace http_server
