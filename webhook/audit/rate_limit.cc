#include "audit/rate_limit.h"

#include <algorithm>
#include <functional>

namespace audit {

bool RateLimit::Allow(std::string_view who, ports::Clock::MonotonicTime now) {
  constexpr std::chrono::seconds kPerLine(1);
  Bucket& bucket = buckets_[std::hash<std::string_view>()(who) % kBuckets];
  const auto used_until = std::max(bucket.used_until, now) + kPerLine;
  if (used_until > now + kPerLine * burst_) {
    return false;
  }
  bucket.used_until = used_until;
  return true;
}

}  // namespace audit
