#include "certificates/bundle.h"

#include <gtest/gtest.h>

#include "foreign.h"
#include "testing/fakes.h"

namespace certificates {
namespace {

class BundleTest : public testing::Test {
 protected:
  Pair Make() { return std::move(*MakePair("token-guard", clock.Now(), random)); }
  fakes::FakeClock clock;
  fakes::FakeRandom random;
  const std::string company = fakes::TheCompany().authority.CertificatePem();
};

TEST_F(BundleTest, AddsWhatIsMissingAtTheEndAndNothingTwice) {
  const auto first = Make().authority;
  const auto second = Make().authority;
  EXPECT_EQ(With("", first), first);
  EXPECT_EQ(With(company, first + second), company + first + second);
  EXPECT_EQ(With(company + first, first), company + first);
  EXPECT_EQ(With("garbage", first), first);
  EXPECT_EQ(With("# a comment\n" + company, first), company + first);
  EXPECT_TRUE(Holds(company + first, first) && Holds(first, ""));
  EXPECT_FALSE(Holds(company, first) || Holds("", first) || Holds(first, first + second));
}

TEST_F(BundleTest, RemovesItsOwnOutdatedCasAndNoOther) {
  const auto old = Make().authority;
  const auto live = Make().authority;
  EXPECT_TRUE(HoldsOutdated(company + old + live, live));
  EXPECT_FALSE(HoldsOutdated(company + live, live));
  EXPECT_EQ(WithoutOutdated(company + old + live, live), company + live);
  EXPECT_EQ(WithoutOutdated(old + live, live), live);
}

TEST_F(BundleTest, IsNeverEmptied) {
  const auto old = Make().authority;
  EXPECT_EQ(WithoutOutdated(old, ""), old);
  EXPECT_EQ(WithoutOutdated("garbage", ""), "garbage");
}

TEST_F(BundleTest, TrustsWhatOneOfItsCasHasSigned) {
  const auto pair = Make();
  const auto other = Make();
  const auto now = clock.Now();
  EXPECT_TRUE(Trusts(company + other.authority + pair.authority, pair.certificate, "token-guard", now));
  EXPECT_FALSE(Trusts(company + other.authority, pair.certificate, "token-guard", now));
  EXPECT_FALSE(Trusts(pair.authority, pair.certificate, "keptn", now));
  EXPECT_FALSE(Trusts(pair.authority, pair.certificate, "token-guard", now + kLifetime + std::chrono::seconds(1)));
  EXPECT_FALSE(Trusts(pair.authority, "", "token-guard", now));
  EXPECT_TRUE(Trusts("", pair.certificate, "token-guard", now));
}

}  // namespace
}  // namespace certificates
