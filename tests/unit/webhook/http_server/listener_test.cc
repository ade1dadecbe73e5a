#include "http_server/listener.h"

#include <gtest/gtest.h>
#include <netinet/in.h>

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
  const std::string expected = ": expected HOST:PORT, for example 0.0.0.0:8443";
  EXPECT_EQ(FailureOf("8443"), "--listen 8443" + expected);
  EXPECT_EQ(FailureOf("0.0.0.0:"), "--listen 0.0.0.0:" + expected);
  for (const std::string address : {"0.0.0.0:70000", "0.0.0.0:443x", "0.0.0.0:-1", "0.0.0.0:https", "0.0.0.0: 80"}) {
    EXPECT_EQ(FailureOf(address), "--listen " + address + ": the port has to be a number from 0 to 65535");
  }
  EXPECT_EQ(FailureOf("256.0.0.1:0"), "--listen 256.0.0.1:0: Name or service not known");
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
