// Limits how many lines each caller may write. Bounded memory, whatever the number of callers. One thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "ports/clock.h"

namespace audit {

class RateLimit {
 public:
  // Whether the caller at `address` (without port) may write a line at `now`: kBurst lines at once, then one line each
  // second. Callers whose addresses have the same hash share a limit.
  bool Allow(std::string_view address, ports::Clock::MonotonicTime now);

  static constexpr std::size_t kBurst = 20;

 private:
  struct Bucket {
    // The limit is used up until this time: each line adds a second. Never more than kBurst seconds ahead.
    ports::Clock::MonotonicTime used_until;
  };
  static constexpr std::size_t kBuckets = 256;
  std::array<Bucket, kBuckets> buckets_{};
};

}  // namespace audit
