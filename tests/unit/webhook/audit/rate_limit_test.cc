#include "audit/rate_limit.h"

#include <gtest/gtest.h>

namespace audit {
namespace {

constexpr ports::Clock::MonotonicTime kNow{std::chrono::hours(1)};

int Allowed(RateLimit& limit, std::string_view address, ports::Clock::MonotonicTime now) {
  int allowed = 0;
  while (allowed < 1000 && limit.Allow(address, now)) {
    ++allowed;
  }
  return allowed;
}

TEST(RateLimit, AllowsABurstAndThenALineASecond) {
  RateLimit limit(20);
  EXPECT_EQ(Allowed(limit, "10.0.0.1", kNow), 20);
  EXPECT_EQ(Allowed(limit, "10.0.0.1", kNow + std::chrono::milliseconds(999)), 0);
  EXPECT_EQ(Allowed(limit, "10.0.0.1", kNow + std::chrono::seconds(3)), 3);
  EXPECT_EQ(Allowed(limit, "10.0.0.1", kNow + std::chrono::hours(1)), 20);
}

TEST(RateLimit, IsEachCallersOwn) {
  RateLimit limit(20);
  EXPECT_EQ(Allowed(limit, "10.0.0.1", kNow), 20);
  EXPECT_EQ(Allowed(limit, "10.0.0.2", kNow), 20);
}

}  // namespace
}  // namespace audit
