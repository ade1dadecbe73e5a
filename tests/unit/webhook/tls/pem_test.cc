#include "tls/pem.h"

#include <gtest/gtest.h>

#include "testing/pki.h"

namespace tls {
namespace {

const fakes::Identity& One() {
  static const fakes::Identity one = fakes::Make({"one"});
  return one;
}

std::string FailureOf(const std::string& pem) {
  const auto parsed = ParseCertificates(pem, "f.pem");
  return parsed ? "" : parsed.error().message;
}

TEST(Pem, ReadsCertificatesInTheirOrder) {
  const auto parsed =
      ParseCertificates(One().CertificatePem() + "text between\n" + fakes::Make({"two"}).CertificatePem(), "f");
  ASSERT_TRUE(parsed.has_value());
  ASSERT_EQ(parsed->size(), 2U);
  EXPECT_EQ(CommonName((*parsed)[0].get()), "one");
  EXPECT_EQ(CommonName((*parsed)[1].get()), "two");
}

TEST(Pem, NamesWhatIsMissingOrBroken) {
  const auto pem = One().CertificatePem();
  EXPECT_EQ(FailureOf(""), "f.pem holds no certificate in PEM form");
  EXPECT_EQ(FailureOf(One().KeyPem()), "f.pem holds no certificate in PEM form");
  EXPECT_EQ(FailureOf(pem + pem.substr(0, pem.size() / 2)), "certificate 2 in f.pem is broken or cut off");
  EXPECT_EQ(FailureOf(pem + pem), "");
}

TEST(Pem, ReadsUnencryptedKeysAlone) {
  EXPECT_TRUE(ParseKey(One().KeyPem()));
  EXPECT_FALSE(ParseKey(One().KeyPem("passphrase")));
  EXPECT_FALSE(ParseKey(One().CertificatePem()));
}

TEST(Pem, GivesNoCommonNameWhereThereAreTwo) {
  const auto two = fakes::Make({"one"});
  X509_NAME_add_entry_by_txt(X509_get_subject_name(two.certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>("two"), -1, -1, 0);
  EXPECT_EQ(CommonName(two.certificate.get()), "");
}

}  // namespace
}  // namespace tls
