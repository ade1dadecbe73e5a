#include "tls/certificate_store.h"

#include <gtest/gtest.h>

#include "testing/fakes.h"
#include "testing/pki.h"

namespace tls {
namespace {

using fakes::Identity;
using fakes::Make;

class CertificateStoreTest : public testing::Test {
 protected:
  CertificateStoreTest() { Mount(leaf_); }

  void Mount(const Identity& identity, const std::string& chain = "") {
    files_.contents["crt"] = identity.CertificatePem() + chain;
    files_.contents["key"] = identity.KeyPem();
  }
  std::string FailureOfOpening() {
    auto opened = OpenCertificateStore(files_, config_);
    if (!opened) {
      return opened.error().message;
    }
    store_ = std::move(*opened);
    return "";
  }
  std::string FailureOfRefresh(std::chrono::seconds later = {}) {
    const auto result = store_->Refresh(std::chrono::system_clock::from_time_t(std::time(nullptr)) + later);
    return result ? (*result ? "changed" : "") : result.error().message;
  }
  // The handshake of a client with a certificate (or none) against the context in force: what each side sees.
  struct Outcome {
    bool done = false;
    std::string client_name;
    std::string server_name;
  };
  Outcome Connect(const Identity* client_identity) {
    const auto context = CurrentContext(*store_);
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> client_context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    const std::unique_ptr<SSL, void (*)(SSL*)> server(SSL_new(context.get()), SSL_free);
    const std::unique_ptr<SSL, void (*)(SSL*)> client(SSL_new(client_context.get()), SSL_free);
    BIO* left = nullptr;
    BIO* right = nullptr;
    BIO_new_bio_pair(&left, 0, &right, 0);
    SSL_set_bio(server.get(), left, left);
    SSL_set_bio(client.get(), right, right);
    if (client_identity != nullptr) {
      SSL_use_certificate(client.get(), client_identity->certificate.get());
      SSL_use_PrivateKey(client.get(), client_identity->key.get());
    }
    SSL_set_accept_state(server.get());
    SSL_set_connect_state(client.get());
    for (int i = 0; i < 20; ++i) {
      SSL_do_handshake(client.get());
      SSL_do_handshake(server.get());
    }
    Outcome outcome;
    outcome.done = SSL_is_init_finished(server.get()) == 1;
    outcome.client_name = ClientName(server.get());
    const X509* served = SSL_get0_peer_certificate(client.get());
    std::array<char, 100> name{};
    if (served != nullptr) {
      X509_NAME_get_text_by_NID(X509_get_subject_name(served), NID_commonName, name.data(), name.size());
    }
    outcome.server_name = name.data();
    return outcome;
  }

  const Identity authority_ = Make({"ca", nullptr, true});
  const Identity leaf_ = Make({"leaf", &authority_});
  fakes::FakeFiles files_;
  StoreConfig config_{"crt", "key", "", "", {}};
  std::unique_ptr<CertificateStore> store_;
};

TEST_F(CertificateStoreTest, ServesThePairOfItsFiles) {
  ASSERT_EQ(FailureOfOpening(), "");
  const auto outcome = Connect(nullptr);
  EXPECT_TRUE(outcome.done);
  EXPECT_EQ(outcome.server_name, "leaf");
  EXPECT_EQ(outcome.client_name, "");
}

TEST_F(CertificateStoreTest, NamesWhatIsWrongWithThePair) {
  files_.contents.erase("key");
  EXPECT_EQ(FailureOfOpening(), "the serving key: cannot read key: No such file or directory");
  files_.contents["key"] = leaf_.KeyPem("passphrase");
  EXPECT_EQ(FailureOfOpening(), "key holds no unencrypted private key in PEM form");
  files_.contents["key"] = authority_.KeyPem();
  EXPECT_EQ(FailureOfOpening(), "key is not the key of the certificate in crt");
  files_.contents["crt"] = "";
  EXPECT_EQ(FailureOfOpening(), "crt holds no certificate in PEM form");
}

TEST_F(CertificateStoreTest, TakesANewPairUpAndKeepsContextsInUse) {
  ASSERT_EQ(FailureOfOpening(), "");
  const auto before = CurrentContext(*store_);
  EXPECT_EQ(FailureOfRefresh(), "");
  Mount(Make({"second", &authority_}));
  EXPECT_EQ(FailureOfRefresh(), "changed");
  EXPECT_EQ(Connect(nullptr).server_name, "second");
  EXPECT_NE(before, CurrentContext(*store_));
  files_.contents["key"] = leaf_.KeyPem();
  EXPECT_EQ(FailureOfRefresh(), "key is not the key of the certificate in crt");
  EXPECT_EQ(FailureOfRefresh(), "");
  EXPECT_EQ(Connect(nullptr).server_name, "second");
}

TEST_F(CertificateStoreTest, ReplacesAValidPairByAValidOneAlone) {
  ASSERT_EQ(FailureOfOpening(), "");
  Mount(Make({"expired", &authority_, false, -7200, -3600}));
  EXPECT_EQ(FailureOfRefresh(), "the certificate in crt has expired");
  Mount(Make({"early", &authority_, false, 600, 3600}));
  EXPECT_EQ(FailureOfRefresh(), "the certificate in crt is not valid yet: it is taken up as soon as it is");
  EXPECT_EQ(FailureOfRefresh(), "");
  EXPECT_EQ(Connect(nullptr).server_name, "leaf");
  EXPECT_EQ(FailureOfRefresh(std::chrono::seconds(1200)), "changed");
  EXPECT_EQ(Connect(nullptr).server_name, "early");
}

TEST_F(CertificateStoreTest, TakesAnyPairUpWhereTheOneInForceHasExpired) {
  Mount(Make({"expired", &authority_, false, -7200, -3600}));
  ASSERT_EQ(FailureOfOpening(), "");
  Mount(Make({"expired as well", &authority_, false, -7200, -1800}));
  EXPECT_EQ(FailureOfRefresh(), "changed");
}

TEST_F(CertificateStoreTest, TakesUpNoPairThatTheServingCaHasNotSigned) {
  config_.serving_ca = "ca";
  EXPECT_EQ(FailureOfOpening(), "the serving CA: cannot read ca: No such file or directory");
  files_.contents["ca"] = authority_.CertificatePem();
  ASSERT_EQ(FailureOfOpening(), "");
  const auto rogue = Make({"ca", nullptr, true});
  Mount(Make({"rogue", &rogue}), rogue.CertificatePem());
  EXPECT_EQ(FailureOfRefresh(), "the certificate in crt is not signed by the CA in ca: kube-apiserver would refuse it");
  EXPECT_EQ(FailureOfRefresh(), "") << "reported once";
  EXPECT_EQ(Connect(nullptr).server_name, "leaf");
  files_.contents["ca"] = authority_.CertificatePem() + rogue.CertificatePem();
  EXPECT_EQ(FailureOfRefresh(), "changed") << "while the CA is replaced, both are trusted";
}

TEST_F(CertificateStoreTest, ServesAChainInAnyOrder) {
  const auto middle = Make({"middle", &authority_, true});
  const auto leaf = Make({"under middle", &middle});
  files_.contents["crt"] = authority_.CertificatePem() + middle.CertificatePem() + leaf.CertificatePem();
  files_.contents["key"] = leaf.KeyPem();
  config_.serving_ca = "ca";
  files_.contents["ca"] = authority_.CertificatePem();
  ASSERT_EQ(FailureOfOpening(), "");
  EXPECT_EQ(Connect(nullptr).server_name, "under middle");
}

TEST_F(CertificateStoreTest, RefusesAKeyThatNoClientOffers) {
  Mount(Make({"leaf", &authority_, false, -3600, 3600, "secp256k1"}));
  EXPECT_EQ(FailureOfOpening(),
            "the key in key is of the kind secp256k1, which kube-apiserver cannot use: expected an EC key on P-256, "
            "P-384 or P-521, an Ed25519 key or an RSA key");
}

TEST_F(CertificateStoreTest, AsksForCertificatesOfTheClientCa) {
  const auto client_ca = Make({"client ca", nullptr, true});
  config_.client_ca = "ca";
  EXPECT_EQ(FailureOfOpening(), "the client CA: cannot read ca: No such file or directory");
  files_.contents["ca"] = client_ca.CertificatePem();
  ASSERT_EQ(FailureOfOpening(), "");
  const auto good = Make({"apiserver", &client_ca});
  const auto stranger = Make({"apiserver", &authority_});
  const auto late = Make({"apiserver", &client_ca, false, -7200, -3600});
  EXPECT_EQ(Connect(&good).client_name, "apiserver");
  EXPECT_TRUE(Connect(&good).done);
  EXPECT_FALSE(Connect(nullptr).done);
  EXPECT_FALSE(Connect(&stranger).done);
  EXPECT_FALSE(Connect(&late).done);
}

TEST_F(CertificateStoreTest, LetsAllowedNamesInAlone) {
  const auto client_ca = Make({"client ca", nullptr, true});
  config_.client_ca = "ca";
  config_.client_names = {"apiserver"};
  files_.contents["ca"] = client_ca.CertificatePem();
  ASSERT_EQ(FailureOfOpening(), "");
  const auto good = Make({"apiserver", &client_ca});
  const auto other = Make({"other", &client_ca});
  EXPECT_TRUE(Connect(&good).done);
  EXPECT_FALSE(Connect(&other).done);
}

}  // namespace
}  // namespace tls
