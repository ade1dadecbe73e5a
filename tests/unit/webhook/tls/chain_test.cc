#include "tls/chain.h"

#include <gtest/gtest.h>

#include "testing/pki.h"

namespace tls {
namespace {

std::vector<x509::Certificate> Chain(std::initializer_list<const fakes::Identity*> identities) {
  std::string pem;
  for (const auto* identity : identities) {
    pem += identity->CertificatePem();
  }
  return x509::FindCertificates(pem);
}

std::string NameOf(const x509::Certificate& certificate) {
  return x509::CommonName(X509_get_subject_name(certificate.get()));
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
    EXPECT_EQ(NameOf(chain[0]), "leaf");
    EXPECT_EQ(NameOf(chain[1]), "middle");
    EXPECT_EQ(NameOf(chain[2]), "root");
  }
  auto others = Chain({&root, &middle});
  EXPECT_FALSE(SortChain(others, leaf.key.get()));
  auto alone = Chain({&root});
  EXPECT_TRUE(SortChain(alone, root.key.get()));
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

}  // namespace
}  // namespace tls
