#include "http_server/listener.h"

#include <netdb.h>
#include <netinet/in.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

namespace http_server {
namespace {

constexpr int kBacklog = 4096;  // Connections that the kernel queues between two turns of an event loop.

constexpr const char* kAllAddresses = "::";
constexpr const char* kAllIpv4Addresses = "0.0.0.0";

struct HostPort {
  std::string host;  // Without brackets; not empty.
  std::string port;
};

// An error is the reason alone.
tl::expected<HostPort, std::string> Split(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos || colon + 1 == address.size()) {
    return tl::unexpected<std::string>("expected HOST:PORT, for example [::]:8443");
  }
  HostPort parts{address.substr(0, colon), address.substr(colon + 1)};
  std::uint16_t number = 0;
  const char* end = parts.port.data() + parts.port.size();
  if (const auto parsed = std::from_chars(parts.port.data(), end, number);
      parsed.ec != std::errc() || parsed.ptr != end) {
    return tl::unexpected<std::string>("the port has to be a number from 0 to 65535");
  }
  if (parts.host.size() > 2 && parts.host.front() == '[' && parts.host.back() == ']') {
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  }
  if (parts.host.empty()) {
    parts.host = kAllAddresses;
  }
  return parts;
}

using Addresses = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

tl::expected<Addresses, std::string> Resolve(const HostPort& parts) {
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int error = getaddrinfo(parts.host.c_str(), parts.port.c_str(), &hints, &list);
  if (error != 0) {
    return tl::unexpected<std::string>(gai_strerror(error));
  }
  return Addresses(list, freeaddrinfo);
}

// False if the kernel is started or built without IPv6. If IPv6 is only switched off for the interfaces, "::" still
// works.
bool HasIpv6() { return UniqueFd(socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)).get() >= 0; }

tl::expected<UniqueFd, std::string> Bind(const addrinfo& address) {
  UniqueFd fd(socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const int off = 0;  // IPv4, too, whatever net.ipv6.bindv6only says. Fails on an IPv4 socket, which does not matter.
  setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
  if (fd.get() < 0 || bind(fd.get(), address.ai_addr, address.ai_addrlen) != 0 || listen(fd.get(), kBacklog) != 0) {
    return tl::unexpected<std::string>("cannot listen there: " + std::generic_category().message(errno));
  }
  return fd;
}

// The IPv4 address, also of an IPv4-mapped IPv6 address.
std::optional<sockaddr_in> Ipv4Of(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    return *reinterpret_cast<const sockaddr_in*>(address);
  }
  const auto* six = reinterpret_cast<const sockaddr_in6*>(address);
  if (address->sa_family != AF_INET6 || !IN6_IS_ADDR_V4MAPPED(&six->sin6_addr)) {
    return std::nullopt;
  }
  constexpr std::size_t kPrefix = 12;  // Bytes of ::ffff:0:0/96.
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = six->sin6_port;
  std::memcpy(&four.sin_addr, six->sin6_addr.s6_addr + kPrefix, sizeof(four.sin_addr));
  return four;
}

}  // namespace

std::uint64_t NetworkOf(const sockaddr* address) {
  if (const auto four = Ipv4Of(address)) {
    return ntohl(four->sin_addr.s_addr);
  }
  std::uint64_t network = 0;
  if (address->sa_family == AF_INET6) {
    std::memcpy(&network, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, sizeof(network));
  }
  return network;
}

std::string FormatAddress(const sockaddr* address, socklen_t length) {
  if (const auto four = Ipv4Of(address); four && address->sa_family == AF_INET6) {
    return FormatAddress(reinterpret_cast<const sockaddr*>(&*four), sizeof(*four));
  }
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  if (getnameinfo(address, length, host.data(), host.size(), port.data(), port.size(),
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return "unknown";
  }
  const std::string name = host.data();
  return (name.find(':') == std::string::npos ? name : "[" + name + "]") + ":" + port.data();
}

base::Result<Listener> Listen(const std::string& flag, const std::string& address, Port port) {
  const auto open = [](const HostPort& parts) {
    return Resolve(parts).and_then([](const Addresses& found) { return Bind(*found); });
  };
  auto parts = Split(address);
  const bool without_ipv6 = parts && parts->host == kAllAddresses && !HasIpv6();
  if (without_ipv6) {
    parts->host = kAllIpv4Addresses;
  }
  auto fd = parts.and_then(open);
  if (!fd) {
    return base::Fail(base::Code::kInvalid, flag + " " + address + ": " + fd.error());
  }
  sockaddr_storage bound{};
  socklen_t length = sizeof(bound);
  getsockname(fd->get(), reinterpret_cast<sockaddr*>(&bound), &length);
  std::string text = FormatAddress(reinterpret_cast<sockaddr*>(&bound), length);
  return Listener{std::move(*fd), port, std::move(text), without_ipv6};
}

}  // namespace http_server
