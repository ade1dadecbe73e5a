#include "audit/decision_log.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <string>

#include "testing/fakes.h"

namespace audit {
namespace {

class NoLoss final : public LossObserver {
 public:
  void OnLinesLost(std::uint64_t /*count*/) override { ADD_FAILURE() << "a line was lost"; }
};

TEST(DecisionLog, WritesALineForEachDecision) {
  const int file = memfd_create("audit", 0);
  fakes::FakeClock clock;
  NoLoss losses;
  {
    Writer writer(file, clock, losses);
    DecisionLog log(writer);
    admission::Review review;
    review.uid = "the-uid";
    log.OnDecision({review, {}, {"peer", "client"}, clock.Now(), {}});
    log.OnResponsesSent();
  }
  std::array<char, 1000> text{};
  const auto size = pread(file, text.data(), text.size(), 0);
  close(file);
  ASSERT_GT(size, 0);
  const std::string line(text.data(), static_cast<std::size_t>(size));
  EXPECT_NE(line.find(R"("uid":"the-uid")"), std::string::npos);
  EXPECT_NE(line.find(R"("sequence":0)"), std::string::npos);
}

}  // namespace
}  // namespace audit
