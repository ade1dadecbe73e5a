// A fault, a death or another run at each call of an installation and of a renewal.
#include "renewal_fixture.h"

namespace certificates {
namespace {

struct Named {
  Fault fault;
  const char* name;
};
constexpr Named kFaults[] = {{Fault::kBefore, "no connection"},  {Fault::kLost, "lost before"},
                             {Fault::kAfter, "lost after"},      {Fault::kConflict, "conflict"},
                             {Fault::kDenied, "refused"},        {Fault::kKill, "killed before"},
                             {Fault::kKillAfter, "killed after"}};

// Most of the later calls look at pods that lag.
int StepAfter(int at) { return at < 60 ? 1 : 13; }

class FaultTest : public RenewalTest, public testing::WithParamInterface<Named> {};

// Fresh guards: the calls of one case do not depend on another case.
class Case : public RenewalTest {
 public:
  void TestBody() override {}
  // Number of calls without a fault.
  int Count(bool renew) {
    Prepare(renew);
    guard.Inject(0, Fault::kNone);
    EXPECT_EQ(Run(renew), Exit::kDone);
    return guard.Calls();
  }
  void Fail(bool renew, int at, const Named& fault) {
    const std::string name =
        std::string(fault.name) + " at call " + std::to_string(at) + (renew ? " of a renewal" : " of an installation");
    Prepare(renew);
    guard.Inject(at, fault.fault);
    const auto first = Try(renew);
    if (first != Exit::kDone) {
      EXPECT_TRUE(!first || (fault.fault == Fault::kDenied && *first == Exit::kNeedsPerson)) << name;
      EXPECT_EQ(Run(), Exit::kDone) << name;
    }
    ExpectInOrder("", name);
  }
  // A whole second run before call `at` of the first.
  void Cross(bool renew, int at) {
    Prepare(renew);
    guard.Inject(0, Fault::kNone);
    bool crossed = false;
    guard.before = [&](int call) {
      if (call == at && !crossed) {
        crossed = true;
        Renewal(settings, "token-guard", {guard, guard, guard, clock, random, log}).Run();
      }
    };
    EXPECT_EQ(Run(renew), Exit::kDone) << at;
    ExpectInOrder("", "crossed at call " + std::to_string(at));
  }

 private:
  void Prepare(bool renew) {
    guard.StartPod("a", std::chrono::seconds(12));  // Long enough to be seen lagging; ten_years_test.cc has 90 s.
    if (renew) {
      EXPECT_EQ(Run(), Exit::kDone);
      clock.Advance(std::chrono::hours(1));
    }
  }
};

TEST_P(FaultTest, AtEachCallConverges) {
  for (const bool renew : {false, true}) {
    const int calls = Case().Count(renew);
    EXPECT_GT(calls, 20);
    for (int at = 1; at <= calls; at += StepAfter(at)) {
      Case().Fail(renew, at, GetParam());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, FaultTest, testing::ValuesIn(kFaults));

TEST_F(RenewalTest, TwoRunsAtOnceLockNobodyOut) {
  for (const bool renew : {false, true}) {
    const int calls = Case().Count(renew);
    for (int at = 1; at <= calls; at += StepAfter(at)) {
      Case().Cross(renew, at);
    }
  }
}

}  // namespace
}  // namespace certificates
