#include "certificates/pair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/fakes.h"
#include "x509/certificate.h"

namespace certificates {
namespace {

class PairTest : public testing::Test {
 protected:
  Pair Make(const std::string& ns = "token-guard") {
    auto made = MakePair(ns, clock.Now(), random);
    EXPECT_TRUE(made);
    return std::move(*made);
  }
  static PairFacts InspectPair(const Pair& pair, const std::string& ns = "token-guard") {
    return Inspect(pair.certificate, pair.key.Reveal(), pair.authority, ns);
  }
  fakes::FakeClock clock;
  fakes::FakeRandom random;
};

TEST_F(PairTest, IsGoodForTheServiceFrom1HourAgoFor397Days) {
  const Pair pair = Make();
  const auto facts = InspectPair(pair);
  EXPECT_EQ(facts.condition, Condition::kGood);
  EXPECT_EQ(facts.expires, clock.Now() + kLifetime);
  EXPECT_EQ(facts.authority, pair.authority);
  const auto trusts = [&](const std::string& name, WallTime now) {
    return x509::Verify(x509::FindCertificates(pair.certificate), x509::FindCertificates(pair.authority), {name, now})
        .has_value();
  };
  for (const auto* name : {"token-webhook.token-guard.svc", "token-webhook.token-guard.svc.cluster.local"}) {
    EXPECT_TRUE(trusts(name, clock.Now() - std::chrono::minutes(59))) << name;
    EXPECT_FALSE(trusts(name, clock.Now() - std::chrono::minutes(61))) << name;
    EXPECT_FALSE(trusts(name, clock.Now() + kLifetime + std::chrono::seconds(1))) << name;
  }
  EXPECT_FALSE(trusts("token-webhook.keptn.svc", clock.Now()));
}

TEST_F(PairTest, TwoPairsShareNothing) {
  const Pair first = Make();
  const Pair second = Make();
  EXPECT_FALSE(first.key.Equals(second.key));
  const auto authority = x509::FindCertificates(first.authority);
  const auto another = x509::FindCertificates(second.authority);
  EXPECT_NE(x509::CommonName(X509_get_subject_name(authority[0].get())),
            x509::CommonName(X509_get_subject_name(another[0].get())));
  EXPECT_FALSE(x509::Verify(x509::FindCertificates(second.certificate), authority, {}));
}

TEST_F(PairTest, ALongNamespaceFits) {
  const std::string ns(63, 'n');
  EXPECT_EQ(InspectPair(Make(ns), ns).condition, Condition::kGood);
}

TEST_F(PairTest, WhatCannotBeServedIsBroken) {
  const Pair pair = Make();
  const Pair other = Make();
  EXPECT_EQ(Inspect("", "", "", "token-guard").condition, Condition::kMissing);
  EXPECT_EQ(Inspect("no PEM", "x", "", "token-guard").condition, Condition::kBroken);
  EXPECT_EQ(InspectPair(pair, "keptn").condition, Condition::kBroken);
  EXPECT_EQ(Inspect(pair.certificate, other.key.Reveal(), pair.authority, "token-guard").condition, Condition::kBroken);
  EXPECT_EQ(Inspect(pair.certificate, pair.key.Reveal(), other.authority, "token-guard").condition, Condition::kBroken);
  EXPECT_EQ(Inspect(pair.certificate, pair.key.Reveal(), "", "token-guard").condition, Condition::kBroken);
  EXPECT_EQ(Inspect(pair.certificate, "", pair.authority, "token-guard").condition, Condition::kBroken);
}

TEST_F(PairTest, FindsItsCaAmongOthers) {
  const Pair pair = Make();
  const Pair other = Make();
  const auto facts = Inspect(pair.certificate, pair.key.Reveal(), other.authority + pair.authority, "token-guard");
  EXPECT_EQ(facts.condition, Condition::kGood);
  EXPECT_EQ(facts.authority, pair.authority);
}

}  // namespace
}  // namespace certificates
