#include "x509/certificate.h"

#include <gtest/gtest.h>

#include "testing/pki.h"

namespace x509 {
namespace {

const fakes::Identity& One() {
  static const fakes::Identity one = fakes::Make({"one"});
  return one;
}

std::string FailureOf(const std::string& pem) {
  const auto read = ReadCertificates(pem, "f.pem");
  return read ? "" : read.error().message;
}

std::string NameOf(const Certificate& certificate) { return CommonName(X509_get_subject_name(certificate.get())); }

std::vector<Certificate> Chain(std::initializer_list<const fakes::Identity*> identities) {
  std::string pem;
  for (const auto* identity : identities) {
    pem += identity->CertificatePem();
  }
  return FindCertificates(pem);
}

std::string Reason(const base::Result<void>& verified) { return verified ? "" : verified.error().message; }

TEST(ReadCertificates, ReadsThemInTheirOrder) {
  const auto read =
      ReadCertificates(One().CertificatePem() + "text between\n" + fakes::Make({"two"}).CertificatePem(), "f");
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(NameOf((*read)[0]), "one");
  EXPECT_EQ(NameOf((*read)[1]), "two");
}

TEST(ReadCertificates, NamesWhatIsMissingOrBroken) {
  const auto pem = One().CertificatePem();
  EXPECT_EQ(FailureOf(""), "f.pem holds no certificate in PEM form");
  EXPECT_EQ(FailureOf(One().KeyPem()), "f.pem holds no certificate in PEM form");
  EXPECT_EQ(FailureOf(pem + pem.substr(0, pem.size() / 2)), "certificate 2 in f.pem is broken or cut off");
  EXPECT_EQ(FailureOf(pem + pem), "");
}

TEST(FindCertificates, LeavesOutWhatCannotBeRead) {
  const auto pem = One().CertificatePem();
  EXPECT_EQ(FindCertificates(pem.substr(0, 100) + "\n" + pem + "text\n" + pem).size(), 2U);
  EXPECT_TRUE(FindCertificates("").empty());
}

TEST(ReadKey, ReadsUnencryptedKeysAlone) {
  EXPECT_TRUE(ReadKey(One().KeyPem()));
  EXPECT_FALSE(ReadKey(One().KeyPem("passphrase")));
  EXPECT_FALSE(ReadKey(One().CertificatePem()));
}

TEST(Certificate, IsDescribed) {
  const auto made = fakes::Make({"one", nullptr, true, -60, 60});
  X509* certificate = made.certificate.get();
  EXPECT_EQ(ToPem(certificate), made.CertificatePem());
  EXPECT_EQ(NotAfter(certificate) - NotBefore(certificate), std::chrono::seconds(120));
  EXPECT_EQ(Fingerprint(certificate).size(), 64U);
  EXPECT_EQ(Fingerprint(certificate), Fingerprint(FindCertificates(made.CertificatePem()).front().get()));
  EXPECT_NE(Fingerprint(certificate), Fingerprint(One().certificate.get()));
}

TEST(CommonName, IsEmptyWhereThereIsNoneOrTwo) {
  const auto made = fakes::Make({"one"});
  X509_NAME* name = X509_get_subject_name(made.certificate.get());
  EXPECT_EQ(CommonName(name), "one");
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>("two"), -1, -1, 0);
  EXPECT_EQ(CommonName(name), "");
  const std::unique_ptr<X509_NAME, void (*)(X509_NAME*)> none(X509_NAME_new(), X509_NAME_free);
  EXPECT_EQ(CommonName(none.get()), "");
}

TEST(Verify, FollowsTheChainToATrustedCertificate) {
  const auto root = fakes::Make({"root", nullptr, true});
  const auto middle = fakes::Make({"middle", &root, true});
  const auto leaf = fakes::Make({"leaf", &middle, false, -7200, -3600});
  const auto other = fakes::Make({"root", nullptr, true});
  EXPECT_TRUE(Verify(Chain({&leaf, &middle}), Chain({&other, &root}), {})) << "of two of one name, the second";
  EXPECT_TRUE(Verify(Chain({&leaf}), Chain({&middle}), {})) << "a trusted certificate need not be a root";
  EXPECT_TRUE(Verify(Chain({&One()}), Chain({&One()}), {})) << "signed by itself";
  EXPECT_FALSE(Verify(Chain({&leaf}), Chain({&root}), {})) << "the one between is missing";
  EXPECT_FALSE(Verify(Chain({&leaf, &middle}), Chain({&other}), {})) << "of the same name, with another key";
  EXPECT_EQ(Reason(Verify({}, Chain({&root}), {})), "no certificate is served");
  EXPECT_EQ(Reason(Verify(Chain({&leaf}), std::vector<Certificate>(), {})), "no certificate is trusted");
}

TEST(Verify, ChecksServerAndDatesIfExpected) {
  const auto now = std::chrono::system_clock::now();
  const auto root = fakes::Make({"root", nullptr, true});
  const auto leaf = fakes::Make({"leaf", &root, false, -60, 60, "P-256", "DNS:here,IP:10.0.0.1"});
  const auto reason = [&](const Expected& expected) {
    return Reason(Verify(Chain({&leaf}), Chain({&root}), expected));
  };
  EXPECT_EQ(reason({"here", now}), "");
  EXPECT_EQ(reason({"10.0.0.1", now}), "");
  EXPECT_EQ(reason({"there", now}), "hostname mismatch");
  EXPECT_EQ(reason({"10.0.0.2", now}), "IP address mismatch");
  EXPECT_EQ(reason({"here", now + std::chrono::seconds(90)}), "certificate has expired");
  EXPECT_EQ(reason({"here", std::nullopt}), "");
  const auto named = fakes::Make({"here", &root});
  EXPECT_EQ(Reason(Verify(Chain({&named}), Chain({&root}), {"here", now})), "hostname mismatch") << "a common name";
}

}  // namespace
}  // namespace x509
