#include "audit/record.h"

#include <gtest/gtest.h>

namespace audit {
namespace {

TEST(AuditLine, StaysWithinItsLimitWhateverTheClientChooses) {
  admission::Review review;
  review.uid = review.user = review.field_manager = review.name = std::string(100000, '"');
  review.groups.assign(100, std::string(10000, 'g'));
  review.extra.assign(100, {std::string(10000, 'k'), std::string(10000, 'v')});
  const std::string line = AuditLine(review, admission::Decision{}, {"peer", ""}, {}, std::chrono::microseconds(5));
  EXPECT_LE(line.size(), 8192U);
  EXPECT_NE(line.find("…"), std::string::npos);
}

}  // namespace
}  // namespace audit
