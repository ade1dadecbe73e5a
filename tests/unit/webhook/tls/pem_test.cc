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

std::vector<Certificate> Chain(std::initializer_list<const fakes::Identity*> identities) {
  std::string pem;
  for (const auto* identity : identities) {
    pem += identity->CertificatePem();
  }
  return *ParseCertificates(pem, "f");
}

TEST(SortChain, PutsTheKeysCertificateFirstThenItsIssuers) {
  const auto root = fakes::Make({"root", nullptr, true});
  const auto middle = fakes::Make({"middle", &root, true});
  const auto leaf = fakes::Make({"leaf", &middle});
  using Order = std::initializer_list<const fakes::Identity*>;
  for (const Order& order :
       {Order{&leaf, &middle, &root}, Order{&root, &middle, &leaf}, Order{&middle, &root, &leaf}}) {
    auto chain = Chain(order);
    ASSERT_TRUE(SortChain(chain, leaf.key.get()));
    EXPECT_EQ(CommonName(chain[0].get()), "leaf");
    EXPECT_EQ(CommonName(chain[1].get()), "middle");
    EXPECT_EQ(CommonName(chain[2].get()), "root");
  }
  auto others = Chain({&root, &middle});
  EXPECT_FALSE(SortChain(others, leaf.key.get()));
  auto alone = Chain({&root});
  EXPECT_TRUE(SortChain(alone, root.key.get()));
}

TEST(IsSignedBy, FollowsTheChainToATrustedCertificate) {
  const auto root = fakes::Make({"root", nullptr, true});
  const auto middle = fakes::Make({"middle", &root, true});
  const auto leaf = fakes::Make({"leaf", &middle, false, -7200, -3600});
  const auto other = fakes::Make({"root", nullptr, true});
  EXPECT_TRUE(IsSignedBy(Chain({&leaf, &middle}), Chain({&other, &root})));
  EXPECT_TRUE(IsSignedBy(Chain({&leaf}), Chain({&middle}))) << "a trusted certificate need not be a root";
  EXPECT_TRUE(IsSignedBy(Chain({&One()}), Chain({&One()}))) << "signed by itself";
  EXPECT_FALSE(IsSignedBy(Chain({&leaf}), Chain({&root}))) << "the one between is missing";
  EXPECT_FALSE(IsSignedBy(Chain({&leaf, &middle}), Chain({&other}))) << "of the same name, with another key";
}

TEST(UnsupportedKey, NamesWhatNoClientOffers) {
  for (const auto* curve : {"P-256", "P-384", "P-521"}) {
    EXPECT_EQ(UnsupportedKey(fakes::Make({"x", nullptr, false, -1, 1, curve}).key.get()), "");
  }
  EXPECT_EQ(UnsupportedKey(fakes::Make({"x", nullptr, false, -1, 1, "secp256k1"}).key.get()), "secp256k1");
  const fakes::Identity ed448{nullptr, {EVP_PKEY_Q_keygen(nullptr, nullptr, "ED448"), EVP_PKEY_free}};
  EXPECT_EQ(UnsupportedKey(ed448.key.get()), "ED448");
  const fakes::Identity ed25519{nullptr, {EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free}};
  EXPECT_EQ(UnsupportedKey(ed25519.key.get()), "");
}

TEST(Pem, GivesNoCommonNameWhereThereAreTwo) {
  const auto two = fakes::Make({"one"});
  X509_NAME_add_entry_by_txt(X509_get_subject_name(two.certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>("two"), -1, -1, 0);
  EXPECT_EQ(CommonName(two.certificate.get()), "");
}

}  // namespace
}  // namespace tls
