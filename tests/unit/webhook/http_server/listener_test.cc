#include "http_server/listener.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdlib>

namespace http_server {
namespace {

std::string FailureOf(const std::string& address) {
  const auto listener = Listen("--listen", address, Port::kHttps);
  return listener ? "" : listener.error().message;
}

TEST(Listen, TakesAFreePortForPortZero) {
  const auto listener = Listen("--listen", "127.0.0.1:0", Port::kHttps);
  ASSERT_TRUE(listener.has_value());
  EXPECT_EQ(listener->address.substr(0, 10), "127.0.0.1:");
  EXPECT_NE(listener->address, "127.0.0.1:0");
  const auto again = Listen("--ops-listen", listener->address, Port::kOps);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().message,
            "--ops-listen " + listener->address + ": cannot listen there: Address already in use");
}

TEST(Listen, NamesWhatIsWrongWithTheAddress) {
  const std::string expected = ": expected HOST:PORT, for example [::]:8443";
  EXPECT_EQ(FailureOf("8443"), "--listen 8443" + expected);
  EXPECT_EQ(FailureOf("0.0.0.0:"), "--listen 0.0.0.0:" + expected);
  for (const std::string address : {"0.0.0.0:70000", "0.0.0.0:443x", "0.0.0.0:-1", "0.0.0.0:https", "0.0.0.0: 80"}) {
    EXPECT_EQ(FailureOf(address), "--listen " + address + ": the port has to be a number from 0 to 65535");
  }
  EXPECT_EQ(FailureOf("256.0.0.1:0"), "--listen 256.0.0.1:0: Name or service not known");
}

TEST(Listen, TakesIpv4AndIpv6ForAllAddresses) {
  for (const std::string address : {"[::]:0", ":0"}) {
    const auto listener = Listen("--listen", address, Port::kHttps);
    ASSERT_TRUE(listener.has_value());
    ASSERT_EQ(listener->address.substr(0, listener->without_ipv6 ? 8 : 5),
              listener->without_ipv6 ? "0.0.0.0:" : "[::]:");
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    four.sin_port =
        htons(static_cast<std::uint16_t>(std::stoi(listener->address.substr(listener->address.rfind(':') + 1))));
    const UniqueFd client(socket(AF_INET, SOCK_STREAM, 0));
    EXPECT_EQ(connect(client.get(), reinterpret_cast<sockaddr*>(&four), sizeof(four)), 0);
  }
}

// As in a kernel without IPv6.
void ForbidIpv6() {
  std::array<sock_filter, 6> program{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_socket, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAFNOSUPPORT),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  sock_fprog filter{program.size(), program.data()};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ASSERT_EQ(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), 0);
}

TEST(ListenDeathTest, TakesIpv4AloneWhereTheKernelHasNoIpv6) {
  const auto listens_on_ipv4 = [] {
    ForbidIpv6();
    const auto listener = Listen("--listen", "[::]:0", Port::kHttps);
    return listener && listener->without_ipv6 && listener->address.substr(0, 8) == "0.0.0.0:";
  };
  EXPECT_EXIT(std::exit(listens_on_ipv4() ? 0 : 1), testing::ExitedWithCode(0), "");
}

TEST(NetworkOf, IsTheAddressOfIpv4AndThePrefixOfIpv6) {
  sockaddr_in four{};
  four.sin_family = AF_INET;
  inet_pton(AF_INET, "10.1.2.3", &four.sin_addr);
  const auto of = [](const char* text) {
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    inet_pton(AF_INET6, text, &six.sin6_addr);
    return NetworkOf(reinterpret_cast<sockaddr*>(&six));
  };
  EXPECT_EQ(NetworkOf(reinterpret_cast<sockaddr*>(&four)), 0x0A010203U);
  EXPECT_EQ(of("::ffff:10.1.2.3"), 0x0A010203U);
  EXPECT_EQ(of("fd00:1:2:3::1"), of("fd00:1:2:3:ffff::2"));
  EXPECT_NE(of("fd00:1:2:3::1"), of("fd00:1:2:4::1"));
}

TEST(FormatAddress, ShowsAMappedIpv4AddressAsIpv4) {
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  inet_pton(AF_INET6, "::ffff:10.1.2.3", &six.sin6_addr);
  six.sin6_port = htons(443);
  EXPECT_EQ(FormatAddress(reinterpret_cast<sockaddr*>(&six), sizeof(six)), "10.1.2.3:443");
}

TEST(FormatAddress, PutsBracketsAroundIpv6) {
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_addr = in6addr_loopback;
  six.sin6_port = htons(443);
  EXPECT_EQ(FormatAddress(reinterpret_cast<sockaddr*>(&six), sizeof(six)), "[::1]:443");
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  four.sin_port = htons(443);
  EXPECT_EQ(FormatAddress(reinterpret_cast<sockaddr*>(&four), sizeof(four)), "127.0.0.1:443");
}

}  // namespace
}  // namespace http_server
