#include "rotation/guarded_secret.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class GuardedSecretTest : public RotationFixture {};

TEST_F(GuardedSecretTest, KeepsCopiesEqual) {
  profile.copies = {{"tools", "copy", "token"}, {"other", "keptn-api-token", "keptn-api-token"}};
  cluster.secrets["tools/copy"];
  cluster.secrets["other/keptn-api-token"].data["keptn-api-token"] = "stale";
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(cluster.secrets["tools/copy"].data["token"], cluster.Token());
  EXPECT_EQ(cluster.secrets["other/keptn-api-token"].data["keptn-api-token"], cluster.Token());
}

TEST_F(GuardedSecretTest, RestoresCopiesInARollback) {
  profile.copies = {{"tools", "copy", "token"}};
  cluster.secrets["tools/copy"];
  cluster.broken = true;
  EXPECT_EQ(Run(), Exit::kRolledBack);
  EXPECT_EQ(cluster.secrets["tools/copy"].data["token"], kOld);
}

TEST_F(GuardedSecretTest, StopsBeforeTheCutOverWhereACopyCannotBeWritten) {
  profile.copies = {{"tools", "copy", "token"}};
  EXPECT_EQ(Run(), Exit::kNeedsPerson) << "there is none";
  cluster.secrets["tools/copy"];
  cluster.refuse = [](const auto& write) {
    return write.what == "patch secrets/tools/copy" ? Refusal() : std::nullopt;
  };
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_EQ(cluster.restarts["api-service"], 2) << "nothing was restarted";
  EXPECT_EQ(ReadRecord().phase, Phase::kIdle);
}

TEST_F(GuardedSecretTest, RollsBackIfACopyIsRefusedAfterTheTokenWasSet) {
  profile.copies = {{"tools", "copy", "token"}};
  cluster.secrets["tools/copy"].data["token"] = kOld;
  cluster.refuse = [](const auto& write) {
    return write.what == "patch secrets/tools/copy" && !write.dry_run ? Refusal() : std::nullopt;
  };
  EXPECT_EQ(Run(), Exit::kRolledBack);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_EQ(cluster.pod_tokens["api-service"], kOld);
}

TEST_F(GuardedSecretTest, ConvergesWithCopiesAfterAnyFault) {
  profile.copies = {{"tools", "copy", "token"}};
  using Fault = fakes::FakeCluster::Fault;
  for (const auto fault : {Fault::kBefore, Fault::kLost, Fault::kAfter, Fault::kConflict}) {
    for (int at = 1; at <= 40; ++at) {
      cluster = fakes::FakeCluster();
      cluster.clock = &clock;
      cluster.SetToken(kOld);
      cluster.secrets["tools/copy"].data["token"] = kOld;
      cluster.Inject(at, fault);
      Exit exit = Run();
      for (int again = 0; again < 3 && exit != Exit::kDone; ++again) {
        exit = Run();
      }
      EXPECT_EQ(exit, Exit::kDone) << at;
      EXPECT_EQ(cluster.secrets["tools/copy"].data["token"], cluster.Token()) << at;
      EXPECT_NE(cluster.Token(), kOld) << at;
    }
  }
}

TEST_F(GuardedSecretTest, TellsAPersonThatTheSecretIsMissing) {
  cluster.secrets.erase("keptn-api-token");
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.secrets.count("keptn-api-token"), 0U);
}

// Deleted between a look and the write.
class DeletedBeforeTheWrite final : public fakes::FakeCluster {
 public:
  base::Result<kube::Secret> PatchSecret(const kube::SecretName& full, const std::string& version,
                                         const kube::SecretChange& change, kube::Write write) override {
    const std::string& name = full.name;
    if (name == "keptn-api-token" && (write == kube::Write::kDryRun) == at_dry_run) {
      secrets.erase(name);
    }
    return fakes::FakeCluster::PatchSecret(full, version, change, write);
  }
  bool at_dry_run = false;
};

TEST_F(GuardedSecretTest, TellsAPersonThatTheSecretWasDeletedInMidRotation) {
  for (const bool at_dry_run : {true, false}) {
    DeletedBeforeTheWrite deleted;
    deleted.at_dry_run = at_dry_run;
    deleted.SetToken(kOld);
    EXPECT_EQ(RunOn(deleted), Exit::kNeedsPerson);
    const auto& json = deleted.secrets["token-rotator-record"].data["record.json"];
    EXPECT_EQ(ParseRecord(base::SecretBytes(std::string_view(json)), "token-guard")->holder, "")
        << "the lock is free again";
  }
}

// Edited between a look and the write, `edits` times; the last edit sets `token`.
class EditedBeforeTheWrite final : public fakes::FakeCluster {
 public:
  base::Result<kube::Secret> PatchSecret(const kube::SecretName& full, const std::string& version,
                                         const kube::SecretChange& change, kube::Write write) override {
    if (full.name == "keptn-api-token" && edits > 0) {
      ++secrets[full.name].version;
      if (--edits == 0) {
        SetToken(token);
      }
    }
    return fakes::FakeCluster::PatchSecret(full, version, change, write);
  }
  int edits = 0;
  std::string token = kOld;
};

TEST_F(GuardedSecretTest, ReadsTheSecretAgainForADryRunThatMetAnEdit) {
  for (const std::string token : {kOld, kPending}) {
    for (int edits = 1; edits <= 4; ++edits) {
      EditedBeforeTheWrite edited;
      edited.clock = &clock;
      edited.SetToken(kOld);
      edited.edits = edits;
      edited.token = token;
      log.lines.clear();
      EXPECT_EQ(RunOn(edited), Exit::kDone);
      EXPECT_EQ(std::count_if(log.lines.begin(), log.lines.end(),
                              [](const std::string& line) {
                                return line.find("the object has been modified") != std::string::npos;
                              }),
                edits);
      const auto& json = edited.secrets["token-rotator-record"].data["record.json"];
      EXPECT_TRUE(ParseRecord(base::SecretBytes(std::string_view(json)), "token-guard")
                      ->previous.Equals(base::SecretBytes(std::string_view(token))));
    }
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

TEST_F(GuardedSecretTest, DoesNotEndWellWhereTheSecretWasDeletedAtTheLastMoment) {
  DeletedBeforeTheEnd deleted;
  deleted.clock = &clock;
  deleted.SetToken(kOld);
  EXPECT_EQ(RunOn(deleted), Exit::kNeedsPerson);
}

}  // namespace
}  // namespace rotation
