#include "audit/backlog.h"

#include <gtest/gtest.h>

#include <string>

namespace audit {
namespace {

Backlog::Batch TakeFrom(Backlog& backlog) {
  Backlog::Batch batch;
  backlog.Take(batch);
  return batch;
}

bool Push(Backlog& backlog, std::string_view record, Share share = Share::kAll) {
  return backlog.Push(record, trail::Sha256().Add(record), share);
}

TEST(Backlog, HandsOverRecordsInTheirOrder) {
  Backlog backlog;
  EXPECT_FALSE(backlog.HasWork());
  EXPECT_TRUE(Push(backlog, "one"));
  EXPECT_TRUE(Push(backlog, "two"));
  EXPECT_TRUE(backlog.HasWork());
  const auto batch = TakeFrom(backlog);
  ASSERT_EQ(batch.entries.size(), 2U);
  EXPECT_EQ(batch.records.substr(batch.entries[1].begin, batch.entries[1].size), "two");
  EXPECT_EQ(batch.entries[1].hash.Digest(), trail::Sha256::Of("two"));
  EXPECT_FALSE(backlog.HasWork());
}

// Else the writer's thread tries to write the report, fails and tries again, without a pause.
TEST(Backlog, HasNoWorkAfterAFailedFlushUntilTheNextRecord) {
  Backlog backlog;
  Push(backlog, "one");
  TakeFrom(backlog);
  backlog.Finish(1, true);
  EXPECT_FALSE(backlog.HasWork());
  Push(backlog, "two");
  EXPECT_TRUE(backlog.HasWork());
  EXPECT_EQ(TakeFrom(backlog).lost, 1U);
}

TEST(Backlog, ReportsLostRecordsAtOnceWhileTheOutputWorks) {
  Backlog backlog;
  backlog.AddLost();
  EXPECT_TRUE(backlog.HasWork());
  EXPECT_EQ(TakeFrom(backlog).lost, 1U);
  backlog.Finish(0, false);
  EXPECT_FALSE(backlog.HasWork());
}

TEST(Backlog, CountsWhatDoesNotFitBesideTheBatchThatIsBeingWritten) {
  Backlog backlog;
  const std::string record(Backlog::kMaxBytes / 4, 'x');
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(Push(backlog, record));
  }
  EXPECT_FALSE(Push(backlog, record));
  EXPECT_EQ(TakeFrom(backlog).lost, 1U);
  EXPECT_FALSE(Push(backlog, record));  // The batch still takes memory.
  backlog.Finish(0, false);
  EXPECT_TRUE(Push(backlog, record));
}

TEST(Backlog, ReservesHalfOfItsRoom) {
  Backlog backlog;
  const std::string record(Backlog::kMaxBytes / 8, 'x');
  int pushed = 0;
  while (Push(backlog, record, Share::kHalf)) {
    ++pushed;
  }
  EXPECT_EQ(pushed, 3);
  while (Push(backlog, record, Share::kAll)) {
    ++pushed;
  }
  EXPECT_EQ(pushed, 7);
}

TEST(Backlog, WaitEndsAtTheStop) {
  Backlog backlog;
  backlog.Stop();
  backlog.Wait();
  EXPECT_TRUE(TakeFrom(backlog).stopping);
  EXPECT_FALSE(TakeFrom(backlog).serving);
  backlog.MarkServing();
  EXPECT_TRUE(TakeFrom(backlog).serving);
}

}  // namespace
}  // namespace audit
