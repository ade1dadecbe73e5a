#include "doctor/certificate.h"

#include <gtest/gtest.h>

#include "testing/pki.h"

namespace doctor {
namespace {

TEST(ParseCertificates, ReadsNamesAndDates) {
  const auto ca = fakes::Make({"ca", nullptr, true, -60, 60});
  const auto both = ParseCertificates(ca.CertificatePem() + fakes::Make({"b"}).CertificatePem());
  ASSERT_EQ(both->size(), 2U);
  EXPECT_EQ((*both)[0].name, "ca");
  EXPECT_NE((*both)[0].id, (*both)[1].id);
  EXPECT_EQ((*both)[0].not_after - (*both)[0].not_before, std::chrono::seconds(120));
}

TEST(ParseCertificates, RefusesWhatIsNone) {
  EXPECT_EQ(ParseCertificates("x").error().message, "it holds no certificate in PEM form");
  const std::string pem = fakes::Make({"ca"}).CertificatePem();
  EXPECT_EQ(ParseCertificates(pem + pem.substr(0, 100)).error().message, "a certificate in it is broken");
}

TEST(Verify, FollowsAnIntermediateAndTrustsAnyAnchor) {
  const auto now = std::chrono::system_clock::now();
  const auto root = fakes::Make({"root", nullptr, true});
  const auto middle = fakes::Make({"middle", &root, true});
  const auto leaf = fakes::Make({"leaf", &middle, false, -60, 60, "P-256", "DNS:here"});
  const std::string chain = leaf.CertificatePem() + middle.CertificatePem();
  EXPECT_TRUE(Verify(chain, root.CertificatePem(), "here", now));
  EXPECT_TRUE(Verify(leaf.CertificatePem(), middle.CertificatePem(), "here", now));
  EXPECT_FALSE(Verify(leaf.CertificatePem(), root.CertificatePem(), "here", now));
  EXPECT_EQ(Verify(chain, root.CertificatePem(), "there", now).error().message, "hostname mismatch");
  EXPECT_EQ(Verify(chain, root.CertificatePem(), "here", now + std::chrono::seconds(90)).error().message,
            "certificate has expired");
}

}  // namespace
}  // namespace doctor
