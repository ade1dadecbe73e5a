#include "rotation/rotation.h"

#include <gtest/gtest.h>

#include "retired/list.h"
#include "rotation_fixture.h"

namespace rotation {
namespace {

class RotationTest : public RotationFixture {
 protected:
  // One token is live, the pods hold it, and the record is at rest.
  void ExpectConverged(const std::string& what) {
    EXPECT_EQ(cluster.pod_tokens["api-service"], cluster.Token()) << what;
    EXPECT_EQ(cluster.pod_tokens["bridge"], cluster.Token()) << what;
    const Record record = ReadRecord();
    EXPECT_EQ(record.phase, Phase::kIdle) << what;
    EXPECT_EQ(record.holder, "") << what;
    EXPECT_TRUE(record.pending.Empty()) << what;
  }
};

TEST_F(RotationTest, ReplacesTheTokenAndRestartsEveryConsumerOnce) {
  const auto before = cluster.restarts;
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_NE(cluster.Token(), kOld);
  for (const auto& [name, count] : cluster.restarts) {
    EXPECT_EQ(count, before.at(name) + 1) << name;
  }
  ExpectConverged("");
  EXPECT_EQ(cluster.events, std::vector<std::string>{"TokenRotated"});
  EXPECT_LE(cluster.Calls(), 30);
}

TEST_F(RotationTest, SurvivesEveryFaultAtEveryCall) {
  using Fault = fakes::FakeCluster::Fault;
  for (const auto fault : {Fault::kBefore, Fault::kLost, Fault::kAfter, Fault::kConflict}) {
    for (int at = 1; at <= 40; ++at) {
      Reset();
      cluster.Inject(at, fault);
      Exit exit = Run();
      for (int again = 0; again < 3 && exit != Exit::kDone; ++again) {
        exit = Run();
      }
      const std::string what = "fault " + std::to_string(static_cast<int>(fault)) + " at call " + std::to_string(at);
      EXPECT_EQ(exit, Exit::kDone) << what;
      EXPECT_NE(cluster.Token(), kOld) << what;
      ExpectConverged(what);
    }
  }
}

TEST_F(RotationTest, GoesBackWhenTheNewTokenCannotBeProven) {
  cluster.broken = true;
  EXPECT_EQ(Run(), Exit::kUndone);
  EXPECT_EQ(cluster.Token(), kOld);
  ExpectConverged("");
  EXPECT_EQ(ReadRecord().failures, 1);
  EXPECT_EQ(cluster.events, std::vector<std::string>{"TokenRotationUndone"});
}

TEST_F(RotationTest, AsksForAPersonAfterThreeFailuresAndObeysForce) {
  cluster.broken = true;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Run(), Exit::kUndone);
  }
  cluster.broken = false;
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kOld);
  Settings force;
  force.force = true;
  EXPECT_EQ(Run(force), Exit::kDone);
  EXPECT_EQ(ReadRecord().failures, 0);
}

TEST_F(RotationTest, LeavesATokenThatIsYoungEnough) {
  Settings settings;
  settings.max_age = std::chrono::hours(24 * 30);
  EXPECT_EQ(Run(settings), Exit::kDone);  // The Secret is of January.
  const std::string token = cluster.Token();
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_EQ(cluster.Token(), token);
  clock.Advance(std::chrono::hours(24 * 31));
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_NE(cluster.Token(), token);
}

TEST_F(RotationTest, ChangesNothingInADryRun) {
  Settings settings;
  settings.dry_run = true;
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_TRUE(cluster.secrets["token-rotator-record"].data.empty());
}

TEST_F(RotationTest, TakesOverTheLockOfTheDeadAlone) {
  Record record;
  record.holder = "the dead";
  cluster.secrets["token-rotator-record"].data["record.json"] = std::string(SerializeRecord(record).Reveal());
  const auto before = clock.Monotonic();
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_GE(clock.Monotonic() - before, std::chrono::seconds(20));
}

TEST_F(RotationTest, TriesTheLockAgainWhereTheWriteFailedAndNobodyElseHoldsIt) {
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

TEST_F(RotationTest, LeavesWithItsOwnCodeWhenTheOtherRunEndsMeanwhile) {
  EndsMeanwhile other;
  other.SetToken(kOld);
  other.secrets["token-rotator-record"].data["record.json"] = R"({"version":1,"holder":"the first"})";
  Settings settings;
  settings.holder = "the second";
  EXPECT_EQ(Rotation(settings, token::KeptnProfile(), other, other, clock, random, log).Run(), Exit::kLocked);
  EXPECT_EQ(other.Token(), kOld);
}

// While this run restarts the consumers, another one takes the lock over.
class TakenOver final : public fakes::FakeCluster {
 public:
  base::Result<kube::Deployment> StampTemplate(const std::string& name, const std::string& rotation) override {
    auto& stored = secrets["token-rotator-record"];
    stored.data["record.json"] = kOthers;
    ++stored.version;
    return fakes::FakeCluster::StampTemplate(name, rotation);
  }
  static constexpr const char* kOthers = R"({"version":1,"holder":"another","heartbeat":9})";
};

TEST_F(RotationTest, NeverWritesOverTheRecordOfARunThatHasTakenTheLock) {
  TakenOver taken;
  taken.SetToken(kOld);
  Settings settings;
  settings.holder = "slow";
  EXPECT_EQ(Rotation(settings, token::KeptnProfile(), taken, taken, clock, random, log).Run(), Exit::kLocked);
  EXPECT_EQ(taken.secrets["token-rotator-record"].data["record.json"], TakenOver::kOthers);
}

TEST_F(RotationTest, TellsAPersonThatTheSecretIsMissing) {
  cluster.secrets.erase("keptn-api-token");
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.secrets.count("keptn-api-token"), 0U);
}

// Deleted between a look and the write.
class DeletedBeforeTheWrite final : public fakes::FakeCluster {
 public:
  base::Result<kube::Secret> PatchSecret(const kube::SecretName& full, const std::string& version,
                                         const kube::DataChange& change, bool dry_run) override {
    const std::string& name = full.name;
    if (name == "keptn-api-token" && dry_run == at_dry_run) {
      secrets.erase(name);
    }
    return fakes::FakeCluster::PatchSecret(full, version, change, dry_run);
  }
  bool at_dry_run = false;
};

TEST_F(RotationTest, TellsAPersonThatTheSecretWasDeletedInMidRotation) {
  for (const bool at_dry_run : {true, false}) {
    DeletedBeforeTheWrite deleted;
    deleted.at_dry_run = at_dry_run;
    deleted.SetToken(kOld);
    Settings settings;
    settings.holder = "run";
    EXPECT_EQ(Rotation(settings, token::KeptnProfile(), deleted, deleted, clock, random, log).Run(),
              Exit::kNeedsPerson);
    const auto& json = deleted.secrets["token-rotator-record"].data["record.json"];
    EXPECT_EQ(ParseRecord(base::SecretBytes(std::string_view(json)))->holder, "") << "the lock is free again";
  }
}

// Deleted when the pods have been asked.
class DeletedBeforeTheEnd final : public fakes::FakeCluster {
 public:
  base::Result<int> Ask(const std::string& ip, const token::Proof& proof, const base::SecretBytes& token) override {
    auto answer = fakes::FakeCluster::Ask(ip, proof, token);
    secrets.erase("keptn-api-token");
    return answer;
  }
};

TEST_F(RotationTest, DoesNotEndWellWhereTheSecretWasDeletedAtTheLastMoment) {
  DeletedBeforeTheEnd deleted;
  deleted.clock = &clock;
  deleted.SetToken(kOld);
  Settings settings;
  settings.holder = "run";
  EXPECT_EQ(Rotation(settings, token::KeptnProfile(), deleted, deleted, clock, random, log).Run(), Exit::kNeedsPerson);
}

TEST_F(RotationTest, PutsTheOldTokensFingerprintOnTheRetiredList) {
  EXPECT_EQ(Run(), Exit::kDone);
  auto& data = cluster.secrets["token-guard-retired"].data;
  const base::SecretBytes key{std::string_view(data["hmac-key"])};
  EXPECT_EQ(key.size(), retired::kKeyLength);
  const auto list = retired::Parse(data["retired.json"]);
  ASSERT_TRUE(list.has_value());
  EXPECT_TRUE(list->RetiredAt(retired::Fingerprint(key, kOld)).has_value());
  EXPECT_FALSE(list->RetiredAt(retired::Fingerprint(key, cluster.Token())).has_value());
}

}  // namespace
}  // namespace rotation
