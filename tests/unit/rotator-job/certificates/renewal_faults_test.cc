// A fault, a death or another run at each call of an installation and of a renewal.
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <random>
#include <thread>

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

// Each call and many seeds in a full run.
bool Full() { return std::getenv("TOKEN_GUARD_FULL") != nullptr; }

// After the first round of calls every 23rd, which goes through all kinds of calls: a round has eight to ten.
constexpr int kLast = 150;  // Then only looks at pods are left.
int StepAfter(int at) { return Full() || at < 10 ? 1 : 23; }

// Lets one of two threads run at a time. The one that runs gives the turn away before each of its calls.
class Turns {
 public:
  explicit Turns(unsigned seed) : dice_(seed) {}
  void Begin(std::size_t number) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return turn_ == number; });
  }
  void Pass() {
    std::unique_lock lock(mutex_);
    const std::size_t own = turn_;
    // In bouts: where each call alternates, the two do the same at the same time.
    turn_ = alone_ || dice_() % 4 != 0 ? own : 1 - own;
    changed_.notify_all();
    changed_.wait(lock, [&] { return turn_ == own; });
  }
  void End() {
    const std::lock_guard lock(mutex_);
    alone_ = true;
    turn_ = 1 - turn_;
    changed_.notify_all();
  }

 private:
  std::mt19937 dice_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t turn_ = 0;
  bool alone_ = false;
};

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
  // Two renewals at once, whose calls alternate as the dice say.
  void Interleave(unsigned seed) {
    const std::string name = "seed " + std::to_string(seed);
    Prepare(true);
    Turns turns(seed);
    guard.before = [&](int) { turns.Pass(); };
    std::vector<Exit> exits(2);
    std::vector<std::thread> runs;
    for (std::size_t number = 0; number < exits.size(); ++number) {
      runs.emplace_back([&, number] {
        turns.Begin(number);
        exits[number] = Run(true);
        turns.End();
      });
    }
    for (auto& run : runs) {
      run.join();
    }
    guard.before = nullptr;
    EXPECT_THAT(exits, testing::Each(Exit::kDone)) << name;
    ExpectInOrder("", name);
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
    for (int at = 1; at <= std::min(calls, kLast); at += StepAfter(at)) {
      Case().Fail(renew, at, GetParam());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, FaultTest, testing::ValuesIn(kFaults));

TEST_F(RenewalTest, TwoRunsAtOnceLockNobodyOut) {
  const unsigned seeds = Full() ? 100 : 8;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    Case().Interleave(seed);
  }
}

}  // namespace
}  // namespace certificates
