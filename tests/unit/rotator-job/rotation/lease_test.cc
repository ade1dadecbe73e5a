#include "rotation/lease.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class LeaseTest : public RotationFixture {};

TEST_F(LeaseTest, TakesOverTheLockOfTheDeadAlone) {
  Record record;
  record.holder = "the dead";
  cluster.secrets["token-rotator-record"].data["record.json"] = std::string(SerializeRecord(record).Reveal());
  const auto before = clock.Monotonic();
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_GE(clock.Monotonic() - before, std::chrono::seconds(20));
}

TEST_F(LeaseTest, TriesTheLockAgainWhereTheWriteFailedAndNobodyElseHoldsIt) {
  using Fault = fakes::FakeCluster::Fault;
  for (const auto fault : {Fault::kBefore, Fault::kLost, Fault::kConflict}) {
    cluster.Inject(3, fault);  // After the permissions and the record were read.
    EXPECT_EQ(Run(), Exit::kDone);
    cluster.Restart();
  }
}

// While the second run waits, the first one ends well.
class EndsMeanwhile final : public fakes::FakeCluster {
 public:
  base::Result<kube::Secret> GetSecret(const kube::SecretName& full) override {
    const std::string& name = full.name;
    if (name == "token-rotator-record" && ++reads_ == 2) {
      secrets[name].data["record.json"] = R"({"version":1})";
      ++secrets[name].version;
    }
    return fakes::FakeCluster::GetSecret(full);
  }

 private:
  int reads_ = 0;
};

TEST_F(LeaseTest, LeavesWithItsOwnCodeWhenTheOtherRunEndsMeanwhile) {
  EndsMeanwhile other;
  other.SetToken(kOld);
  other.secrets["token-rotator-record"].data["record.json"] = R"({"version":1,"holder":"the first"})";
  EXPECT_EQ(RunOn(other), Exit::kLocked);
  EXPECT_EQ(other.Token(), kOld);
}

// While this run restarts the consumers, another one takes the lock over.
class TakenOver final : public fakes::FakeCluster {
 public:
  base::Result<kube::Deployment> StampTemplate(const std::string& name, const std::string& rotation,
                                               kube::Write write) override {
    if (write == kube::Write::kReal) {
      auto& stored = secrets["token-rotator-record"];
      stored.data["record.json"] = kOthers;
      ++stored.version;
    }
    return fakes::FakeCluster::StampTemplate(name, rotation, write);
  }
  static constexpr const char* kOthers = R"({"version":1,"holder":"another","heartbeat":9})";
};

TEST_F(LeaseTest, NeverWritesOverTheRecordOfARunThatHasTakenTheLock) {
  TakenOver taken;
  taken.clock = &clock;
  taken.SetToken(kOld);
  EXPECT_EQ(RunOn(taken), Exit::kLocked);
  EXPECT_EQ(taken.secrets["token-rotator-record"].data["record.json"], TakenOver::kOthers);
}

TEST_F(LeaseTest, RefusesTheRecordOfAnotherProfile) {
  StoreRecord(R"({"version":1,"guards":"another/key","phase":"forward","id":"x","pending":"p"})");
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kOld);
}

TEST_F(LeaseTest, NeverActsOnARecordThatMakesNoSense) {
  for (const auto* json :
       {"garbage", R"({"version":1,"phase":"sideways"})", R"({"version":1,"phase":"forward","previous":"x"})",
        R"({"version":1,"phase":"back","id":"a"})", R"({"version":1,"failures":-4})",
        R"({"version":1,"strategy":"hope"})"}) {
    StoreRecord(json);
    EXPECT_EQ(Run(), Exit::kNeedsPerson) << json;
    EXPECT_EQ(cluster.Token(), kOld) << json;
  }
}

}  // namespace
}  // namespace rotation
