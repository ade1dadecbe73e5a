#include "doctor/doctor.h"

#include <gtest/gtest.h>

#include "doctor/output.h"
#include "healthy.h"
#include "testing/fakes.h"

namespace doctor {
namespace {

TEST(Run, LooksAgainUntilNothingFails) {
  fakes::FakeClock clock;
  int looks = 0;
  const auto look = [&] {
    Healthy healthy;
    if (++looks < 3) {
      healthy.seen.weak.result = true;
    }
    return base::Result<Snapshot>(std::move(healthy.seen));
  };
  EXPECT_EQ(ExitCode(*doctor::Run(look, token::KeptnProfile(), std::chrono::minutes(2), clock)), 0);
  EXPECT_EQ(looks, 3);
}

TEST(Run, EndsWhenTimeIsOver) {
  fakes::FakeClock clock;
  int looks = 0;
  const auto look = [&]() -> base::Result<Snapshot> {
    ++looks;
    return base::Fail(base::Code::kUnavailable, "the API server does not answer");
  };
  EXPECT_EQ(doctor::Run(look, token::KeptnProfile(), std::chrono::seconds(10), clock).error().message,
            "the API server does not answer");
  EXPECT_EQ(looks, 4) << "after 0, 2, 6 and 10 s";
  EXPECT_FALSE(doctor::Run(look, token::KeptnProfile(), std::chrono::seconds(0), clock));
  EXPECT_EQ(looks, 5) << "once without --wait";
}

}  // namespace
}  // namespace doctor
