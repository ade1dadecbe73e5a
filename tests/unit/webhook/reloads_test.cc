#include "webhook/reloads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/fakes.h"
#include "testing/pki.h"

namespace webhook {
namespace {

using testing::ElementsAre;

class ReloadsTest : public testing::Test {
 protected:
  ReloadsTest() {
    clock_.SetNow(std::chrono::system_clock::from_time_t(std::time(nullptr)));
    Mount("first");
    files_.contents["path-key"] = std::string(16, 'a');
    certificates_ = *tls::OpenCertificateStore(files_, {"crt", "key", "", "", {}});
    path_keys_ = *mounted::OpenPathKeyStore(files_, "path-key");
    retired_tokens_ = mounted::MakeRetiredTokenStore(files_, "/retired");
  }
  void Mount(const std::string& name) {
    const auto identity = fakes::Make({name});
    files_.contents["crt"] = identity.CertificatePem();
    files_.contents["key"] = identity.KeyPem();
  }
  [[nodiscard]] bool Counts(const std::string& series) const {
    return metrics_.Text().find("\n" + series + "\n") != std::string::npos;
  }

  fakes::FakeFiles files_;
  fakes::FakeClock clock_;
  fakes::FakeLog log_;
  Metrics metrics_{"test", {}};
  std::unique_ptr<tls::CertificateStore> certificates_;
  std::unique_ptr<mounted::PathKeyStore> path_keys_;
  std::unique_ptr<mounted::RetiredTokenStore> retired_tokens_;
};

TEST_F(ReloadsTest, LogAndCountEachChangeOnce) {
  Reloads reloads({*certificates_, path_keys_.get(), retired_tokens_.get()}, metrics_, clock_, log_);
  reloads.Refresh();
  EXPECT_THAT(log_.messages,
              ElementsAre("there is no fingerprint key: no token counts as retired until token-rotator has made one",
                          "retired list loaded"));
  log_.messages.clear();
  Mount("second");
  files_.contents["path-key"] = std::string(16, 'b');
  files_.contents["/retired/hmac-key"] = std::string(32, 'k');
  reloads.Refresh();
  reloads.Refresh();
  EXPECT_THAT(log_.messages, ElementsAre("retired list loaded", "certificate loaded", "path key loaded"));
  EXPECT_TRUE(Counts(R"(token_webhook_reloads_total{result="ok",what="certificate"} 1)")) << metrics_.Text();
  EXPECT_TRUE(Counts(R"(token_webhook_reloads_total{result="ok",what="retired"} 2)"));
}

TEST_F(ReloadsTest, LogAndCountEachFailureOnce) {
  Reloads reloads({*certificates_, path_keys_.get(), nullptr}, metrics_, clock_, log_);
  files_.contents["crt"] = "";
  files_.contents["path-key"] = "short";
  reloads.Refresh();
  reloads.Refresh();
  EXPECT_THAT(log_.messages, ElementsAre("certificate cannot be used; the last good one stays in force",
                                         "path key cannot be used; the last good one stays in force"));
  EXPECT_TRUE(Counts(R"(token_webhook_file_unusable{what="certificate"} 1)"));
  EXPECT_TRUE(Counts(R"(token_webhook_reloads_total{result="failed",what="path-key"} 1)"));
}

}  // namespace
}  // namespace webhook
