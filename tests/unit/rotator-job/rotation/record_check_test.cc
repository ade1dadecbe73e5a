#include "rotation/record_check.h"

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "rotation_fixture.h"

namespace rotation {
namespace {

class RecordCheckTest : public RotationFixture {
 protected:
  static constexpr const char* kId = "0123456789ab";
  static constexpr const char* kGenerated = "dIWdWVUvuvDC6eGMFt22FEVRjWzDkhKXS4ixQf2cGXM=";
  Record UnderWay(Phase phase = Phase::kForward) {
    Record record;
    record.phase = phase;
    record.id = kId;
    record.started = base::FormatTime(clock.Now());
    record.pending = base::SecretBytes(std::string_view(kGenerated));
    record.previous = base::SecretBytes(std::string_view(kOld));
    return record;
  }
  void Store(const Record& record) {
    cluster.secrets["token-rotator-record"].data["record.json"] = std::string(SerializeRecord(record).Reveal());
  }
  void ExpectRefused(const Record& record, const std::string& sentence) {
    Store(record);
    EXPECT_EQ(Run(), Exit::kNeedsPerson) << sentence;
    EXPECT_EQ(cluster.Token(), kOld) << sentence;
    EXPECT_NE(log.lines.back().find(sentence), std::string::npos) << log.lines.back();
    EXPECT_NE(log.lines.back().find("kubectl patch secret token-rotator-record"), std::string::npos);
  }
};

TEST_F(RecordCheckTest, ResumesWhatARotationHasWritten) {
  Store(UnderWay());
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(cluster.Token(), kGenerated);
}

TEST_F(RecordCheckTest, RefusesOneTokenAsPendingAndAsPrevious) {
  for (const Phase phase : {Phase::kForward, Phase::kRollback}) {
    Reset();
    Record record = UnderWay(phase);
    record.pending = base::SecretBytes(std::string_view(kOld));
    ExpectRefused(record, "has the same token as the pending and as the previous one");
  }
}

TEST_F(RecordCheckTest, RefusesAPendingTokenThatNoRotationHasMade) {
  for (const auto* weak : {"weak", "cGFzc3dvcmQ=", kOld, "passwordpasswordpasswordpasswordpasswordpass",
                           "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}) {
    Reset();
    Record record = UnderWay();
    record.pending = base::SecretBytes(std::string_view(weak));
    record.previous = base::SecretBytes(std::string_view(kOld));
    if (std::string_view(weak) == kOld) {
      record.previous = base::SecretBytes(std::string_view("another"));
      cluster.SetToken("another");
      Store(record);
      EXPECT_EQ(Run(), Exit::kNeedsPerson);
      EXPECT_EQ(cluster.Token(), "another");
      continue;
    }
    ExpectRefused(record, "holds a pending token that neither the generator has made nor was live before");
  }
}

TEST_F(RecordCheckTest, ResumesARollbackCommandToATokenThatWasLiveBefore) {
  EXPECT_EQ(Run(), Exit::kDone);  // Retires kOld.
  const std::string made = cluster.Token();
  Record record = UnderWay();
  record.pending = base::SecretBytes(std::string_view(kOld));
  record.previous = base::SecretBytes(std::string_view(made));
  for (const auto* name : {"api-service", "bridge"}) {
    record.stamps[name] = cluster.stamps[name];
  }
  Store(record);
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(cluster.Token(), kOld);
}

TEST_F(RecordCheckTest, RefusesTimesInTheFuture) {
  Record record;
  record.rotated = "2099-01-01T00:00:00.000Z";
  ExpectRefused(record, "has a time in the future");
  record = UnderWay();
  record.started = "2099-01-01T00:00:00.000Z";
  ExpectRefused(record, "has a time in the future");
}

TEST_F(RecordCheckTest, RefusesAPhaseWithoutItsParts) {
  for (const auto* id : {"abc", "0123456789AB", "0123456789ab-again", "../../../etc"}) {
    Record record = UnderWay();
    record.id = id;
    ExpectRefused(record, "without a valid id or start time");
  }
  Record record = UnderWay();
  record.started = "yesterday";
  ExpectRefused(record, "without a valid id or start time");
}

TEST_F(RecordCheckTest, RefusesAnIdThatDoesNotMatchTheStamps) {
  cluster.Deploy("bridge", "ba9876543210");
  ExpectRefused(UnderWay(), "the Deployment bridge was restarted by rotation ba9876543210");
  Reset();
  cluster.Deploy("bridge", "ba9876543210");
  Record record = UnderWay();
  record.stamps["bridge"] = "ba9876543210";
  Store(record);
  EXPECT_EQ(Run(), Exit::kDone);
}

TEST_F(RecordCheckTest, AnEmptyPreviousNeverOverwritesAToken) {
  Record record = UnderWay(Phase::kRollback);
  record.previous.Clear();
  cluster.SetToken(kGenerated);
  Store(record);
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kGenerated);
}

}  // namespace
}  // namespace rotation
