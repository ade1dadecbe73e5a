#include "kube_http/serving_probe.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "testing/https_server.h"

namespace kube_http {
namespace {

// The port of a pod is fixed: each process has a loopback address of its own.
std::string OwnAddress() {
  const auto pid = static_cast<unsigned>(getpid());
  return "127.77." + std::to_string(pid / 256 % 256) + "." + std::to_string(pid % 256);
}

TEST(CurlServingProbe, TellsTheChainAndTheStatusOfAPath) {
  const auto leaf = fakes::Make({"leaf"});
  const fakes::HttpsServer pod(
      leaf,
      [](const std::string& request) {
        return fakes::HttpsServer::Answer{request == "GET /validate/k" ? "405 Method Not Allowed" : "404 Not Found",
                                          ""};
      },
      OwnAddress(), 8443);
  ASSERT_TRUE(pod.Listening());
  CurlServingProbe probe;
  const auto handshake = probe.Ask(OwnAddress(), "");
  ASSERT_TRUE(handshake) << handshake.error().message;
  EXPECT_EQ(handshake->chain, leaf.CertificatePem());
  EXPECT_FALSE(handshake->status);
  EXPECT_EQ(probe.Ask(OwnAddress(), "/validate/k")->status.value_or(0), 405);
  EXPECT_EQ(probe.Ask(OwnAddress(), "/validate/other")->status.value_or(0), 404);
}

TEST(CurlServingProbe, SaysThatThereIsNoHandshake) {
  CurlServingProbe probe;
  const auto answer = probe.Ask(OwnAddress(), "/validate/k");
  EXPECT_EQ(answer.error().code, base::Code::kUnavailable);
  EXPECT_EQ(answer.error().message.find("the pod at " + OwnAddress() + " completes no TLS handshake: "), 0U)
      << answer.error().message;
}

}  // namespace
}  // namespace kube_http
