// Ten years under a fake clock: each day in a full run, else the quiet weeks in steps of four.
#include <cstdlib>
#include <random>

#include "renewal_fixture.h"

namespace certificates {
namespace {

constexpr int kDays = 3650;
constexpr std::chrono::hours kDay(24);

class TenYears : public RenewalTest {
 protected:
  // How long the certificate lasts from now.
  std::chrono::hours Left() {
    if (inspected_ != Live("tls.crt")) {
      inspected_ = Live("tls.crt");
      facts_ = Inspect(inspected_, Live("tls.key"), Live("ca.crt"), "token-guard");
      EXPECT_EQ(facts_.condition, Condition::kGood);
    }
    return std::chrono::duration_cast<std::chrono::hours>(facts_.expires - clock.Now());
  }
  // Until the next run that may have something to do, or to finish.
  int DaysToNext() {
    static const bool full = std::getenv("TOKEN_GUARD_FULL") != nullptr;
    return full || TwoAuthorities() || Left() < kRenewBefore + 30 * kDay ? 1 : 28;
  }
  bool TwoAuthorities() { return HoldsOutdated(guard.Entry("validate").ca_bundle, Live("ca.crt")); }

 private:
  std::string inspected_;
  PairFacts facts_;
};

TEST_F(TenYears, ADailyRunKeepsSixtyDaysAndOneCa) {
  int renewals = 0;
  for (int day = 0, step = 1; day < kDays; day += step) {
    const std::string before = Live("tls.crt");
    ASSERT_EQ(Run(), Exit::kDone) << day;
    renewals += before != Live("tls.crt") ? 1 : 0;
    ASSERT_GE(Left(), kRenewBefore) << day;
    ASSERT_FALSE(TwoAuthorities()) << day;
    step = DaysToNext();
    clock.Advance(step * kDay);
  }
  EXPECT_EQ(renewals, 11);
  ExpectInOrder("", "after ten years");
}

TEST_F(TenYears, RunsThatAreSkippedOrFailAtRandomKeepThirtyDays) {
  std::mt19937 dice(7);
  const auto roll = [&](int sides) { return static_cast<int>(dice() % static_cast<unsigned>(sides)); };
  ASSERT_EQ(Run(), Exit::kDone);
  int unfinished = 0;  // Days since a run ended well, while two CAs are trusted.
  for (int day = 0, step = 1; day < kDays; day += step) {
    step = DaysToNext();
    clock.Advance(step * kDay);
    const auto fault = static_cast<Fault>(roll(8));
    guard.Inject(1 + roll(80), roll(3) == 0 ? fault : Fault::kNone);
    const bool skipped = roll(4) == 0;
    const bool good = !skipped && Try() == Exit::kDone;
    ASSERT_GE(Left(), std::chrono::hours(30 * 24)) << day;
    if (good) {
      ASSERT_FALSE(TwoAuthorities()) << day;
    }
    unfinished = good || !TwoAuthorities() ? 0 : unfinished + 1;
    ASSERT_LT(unfinished, 7) << day;
    if (roll(30) == 0) {
      guard.StartPod(roll(2) == 0 ? "a" : "c", std::chrono::seconds(roll(91)));
    }
  }
  guard.Inject(0, Fault::kNone);
  EXPECT_EQ(Run(), Exit::kDone);
  ExpectInOrder("", "after ten years");
}

}  // namespace
}  // namespace certificates
