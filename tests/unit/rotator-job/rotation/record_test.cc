#include "rotation/record.h"

#include <gtest/gtest.h>

namespace rotation {
namespace {

TEST(Record, ComesBackAsItWasWritten) {
  Record record;
  record.holder = "pod-1";
  record.heartbeat = 7;
  record.phase = Phase::kRollback;
  record.id = "abc";
  record.started = "2026-11-24T03:00:00.000Z";
  record.rotated = "2026-10-24T03:00:00.000Z";
  record.failures = 2;
  record.pending = base::SecretBytes(std::string_view("new \"token\""));
  record.previous = base::SecretBytes(std::string_view("old"));
  record.stamps = {{"api-service", "x"}, {"bridge", ""}};
  const auto parsed = ParseRecord(SerializeRecord(record), "token-guard");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->holder, record.holder);
  EXPECT_EQ(parsed->heartbeat, record.heartbeat);
  EXPECT_EQ(parsed->phase, record.phase);
  EXPECT_EQ(parsed->id, record.id);
  EXPECT_EQ(parsed->started, record.started);
  EXPECT_EQ(parsed->rotated, record.rotated);
  EXPECT_EQ(parsed->failures, record.failures);
  EXPECT_TRUE(parsed->pending.Equals(record.pending));
  EXPECT_TRUE(parsed->previous.Equals(record.previous));
  EXPECT_EQ(parsed->stamps, record.stamps);
}

TEST(Record, IsEmptyWhereTheSecretIs) {
  const auto parsed = ParseRecord(base::SecretBytes(), "token-guard");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->phase, Phase::kIdle);
}

TEST(Record, SaysHowToEmptyItWhenItIsGarbled) {
  for (const auto* json : {"{", "[]", "{\"version\":2}"}) {
    const auto parsed = ParseRecord(base::SecretBytes(std::string_view(json)), "token-guard");
    ASSERT_FALSE(parsed.has_value()) << json;
    EXPECT_NE(parsed.error().message.find("kubectl patch secret token-rotator-record -n token-guard "),
              std::string::npos);
  }
}

}  // namespace
}  // namespace rotation
