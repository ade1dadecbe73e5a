// Limits how many lines each caller or user may write. Bounded memory, whatever their number. One thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "ports/clock.h"

namespace audit {

class RateLimit {
 public:
  explicit RateLimit(int burst) : burst_(burst) {}
  // Whether `who`, an address without port or a user, may write a line at `now`: `burst` lines at once, then one line
  // each second. Those whose names have the same hash share a limit.
  bool Allow(std::string_view who, ports::Clock::MonotonicTime now);

 private:
  struct Bucket {
    // The limit is used up until this time: each line adds a second. Never more than `burst` seconds ahead.
    ports::Clock::MonotonicTime used_until;
  };
  static constexpr std::size_t kBuckets = 256;
  const int burst_;
  std::array<Bucket, kBuckets> buckets_{};
};

}  // namespace audit
