#include "webhook/probes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/fakes.h"
#include "testing/pki.h"

namespace webhook {
namespace {

using testing::ElementsAre;

class ProbesTest : public testing::Test {
 protected:
  ProbesTest() {
    const auto identity = fakes::Make({"server"});  // Valid for an hour.
    files_.contents = {{"crt", identity.CertificatePem()}, {"key", identity.KeyPem()}};
    certificates_ = *tls::OpenCertificateStore(files_, {"crt", "key", "", "", {}});
    clock_.SetNow(std::chrono::system_clock::from_time_t(std::time(nullptr)));
    server_ = std::make_unique<http_server::Server>(http_server::ServerConfig{}, *certificates_, probes_(), probes_(),
                                                    metrics_, clock_, log_);
  }
  Probes& probes_() {
    if (!made_) {
      made_ = std::make_unique<Probes>(*certificates_, metrics_, clock_, log_);
    }
    return *made_;
  }
  // "200 ok"
  std::string Ask(std::string_view path, std::string_view method = "GET", std::size_t body_size = 0) {
    http_server::HttpRequest request;
    request.method = method;
    request.path = path;
    request.body_size = body_size;
    auto response = made_->RejectEarly(request);
    if (!response) {
      response = made_->Handle(request);
    }
    return std::to_string(response->status) + " " + response->body.substr(0, response->body.find('\n'));
  }

  fakes::FakeFiles files_;
  fakes::FakeClock clock_;
  fakes::FakeLog log_;
  Metrics metrics_{"test", {}};
  std::unique_ptr<tls::CertificateStore> certificates_;
  std::unique_ptr<Probes> made_;
  std::unique_ptr<http_server::Server> server_;
};

TEST_F(ProbesTest, AnswerTheirThreePathsAlone) {
  EXPECT_EQ(Ask("/healthz"), "200 ok");
  EXPECT_EQ(Ask("/metrics").substr(0, 8), "200 # HE");
  EXPECT_EQ(Ask("/"), "404 not found: /healthz, /readyz and /metrics are served here");
  EXPECT_EQ(Ask("/healthz", "POST"), "405 GET /healthz, /readyz or /metrics");
  EXPECT_EQ(Ask("/healthz", "GET", 1), "413 a probe has no body");
}

TEST_F(ProbesTest, SayWhyTheServerIsNotReadyAndLogEachChangeOnce) {
  EXPECT_EQ(Ask("/readyz"), "503 starting");
  made_->Watch(*server_);
  made_->LogReadiness();
  EXPECT_EQ(Ask("/readyz"), "200 ok");
  clock_.Advance(std::chrono::hours(2));
  made_->LogReadiness();
  made_->LogReadiness();
  EXPECT_EQ(Ask("/readyz"), "503 the serving certificate has expired");
  clock_.Advance(-std::chrono::hours(4));
  made_->LogReadiness();
  EXPECT_EQ(Ask("/readyz"), "503 the serving certificate is not valid yet");
  clock_.Advance(std::chrono::hours(2));
  made_->LogReadiness();
  EXPECT_THAT(log_.messages, ElementsAre("ready", "not ready", "not ready", "ready"));
}

}  // namespace
}  // namespace webhook
