// Every write of a rotation refused in every way that an API server knows, in both directions.
#include <gtest/gtest.h>

#include "rotation/retired_list.h"
#include "rotation_fixture.h"

namespace rotation {
namespace {

// How kube_http maps the status of a write (kube_http/call.cc).
base::Code CodeOf(int status) {
  switch (status) {
    case 401:
    case 403:
      return base::Code::kDenied;
    case 404:
      return base::Code::kNotFound;
    case 409:
      return base::Code::kConflict;
    case 410:
    case 429:
      return base::Code::kUnavailable;
    default:
      return status >= 500 ? base::Code::kUnknown : base::Code::kInvalid;
  }
}

base::Error Answer(int status) { return {CodeOf(status), "HTTP status " + std::to_string(status)}; }

bool Passes(int status) {
  return CodeOf(status) == base::Code::kConflict || CodeOf(status) == base::Code::kUnavailable ||
         CodeOf(status) == base::Code::kUnknown;
}

class RefusalsTest : public RotationFixture {
 protected:
  static constexpr const char* kGuarded = "patch secrets/keptn-api-token";
  using Call = fakes::FakeCluster::WriteCall;

  // Short deadlines: a write that is refused for good is tried again until then.
  Exit Run(Settings settings = {}) {
    settings.deadline = settings.rollback_deadline = std::chrono::seconds(20);
    return RotationFixture::Run(settings);
  }
  // Every pod accepts the live token.
  bool PodsHoldTheLiveToken() {
    return cluster.pod_tokens["api-service"] == cluster.Token() && cluster.pod_tokens["bridge"] == cluster.Token();
  }
  // The rotation ends with a live token that the pods accept; or the rollback was refused too, and the last line says
  // so, what is live where, and the command.
  void ExpectSafe(Exit exit, const std::string& what) {
    ASSERT_FALSE(log.lines.empty()) << what;
    if (PodsHoldTheLiveToken()) {
      EXPECT_TRUE(exit == Exit::kDone || exit == Exit::kRolledBack || exit == Exit::kUnreachable ||
                  exit == Exit::kNeedsPerson)
          << what;
      return;
    }
    const std::string& last = log.lines.back();
    EXPECT_TRUE(exit == Exit::kNeedsPerson || exit == Exit::kUnreachable) << what;
    EXPECT_NE(last.find("the Secret keptn-api-token holds the "), std::string::npos) << what << last;
    EXPECT_NE(last.find("token-rotator rollback"), std::string::npos) << what << last;
    EXPECT_NE(last.find("api-service: "), std::string::npos) << what << last;
  }
  void Begin() {
    Reset();
    log.lines.clear();
    profile.copies = {{"tools", "copy", "token"}};
    cluster.secrets["tools/copy"].data["token"] = kOld;
  }
  void ExpectSafeRollback(const std::string& what) {
    const Exit exit = Run();
    EXPECT_NE(exit, Exit::kDone) << what;
    ExpectSafe(exit, what);
    if (!PodsHoldTheLiveToken() && exit == Exit::kNeedsPerson) {
      EXPECT_NE(log.lines.back().find("the rollback was refused"), std::string::npos) << what << log.lines.back();
    }
    cluster.refuse = nullptr;
    cluster.broken = false;
    Run();
    EXPECT_TRUE(PodsHoldTheLiveToken()) << what;
  }
  // The real writes of a rotation that cannot be proven, undisturbed otherwise.
  std::vector<std::string> WritesOfARollback() {
    Begin();
    cluster.broken = true;
    EXPECT_EQ(Run(), Exit::kRolledBack);
    EXPECT_GE(cluster.writes.size(), 10U);
    return cluster.writes;
  }
  // Refuses one write of a rollback after the other: once, or it and everything like it for good. The next run, which
  // nothing refuses, ends with a live token that the pods accept.
  void RefuseInRollback(bool for_good) {
    const auto writes = WritesOfARollback();
    for (int status = 400; status <= 599; ++status) {
      for (std::size_t number = 1; number <= writes.size(); ++number) {
        Begin();
        cluster.broken = true;  // The new token cannot be proven.
        cluster.refuse = [&](const Call& call) {
          const auto at = static_cast<int>(number);
          const bool refused = for_good ? call.number >= at && call.what == writes[number - 1] : call.number == at;
          return refused ? std::optional(Answer(status)) : std::nullopt;
        };
        ExpectSafeRollback(std::to_string(status) + (for_good ? " from" : " at") + " write " + std::to_string(number) +
                           ", " + writes[number - 1]);
      }
    }
  }
  // The number of real writes of a rotation that nothing disturbs.
  int CountWrites() {
    Begin();
    EXPECT_EQ(Run(), Exit::kDone);
    return static_cast<int>(cluster.writes.size());
  }
};

TEST_F(RefusalsTest, OneWriteIsRefusedOnce) {
  const int writes = CountWrites();
  ASSERT_GE(writes, 8);
  for (int status = 400; status <= 599; ++status) {
    for (int number = 1; number <= writes; ++number) {
      Begin();
      cluster.refuse = [&](const Call& call) {
        return call.number == number ? std::optional(Answer(status)) : std::nullopt;
      };
      const Exit exit = Run();
      const std::string what =
          std::to_string(status) + " at write " + std::to_string(number) + ", " +
          (cluster.writes.size() < static_cast<std::size_t>(number) ? "none" : cluster.writes[number - 1]);
      EXPECT_TRUE(PodsHoldTheLiveToken()) << what;
      // A guarded Secret that is not found is looked for again: it may have been replaced.
      const bool again = status == 404 && cluster.writes[static_cast<std::size_t>(number) - 1] == kGuarded;
      EXPECT_EQ(exit == Exit::kDone, Passes(status) || again) << what;
      EXPECT_EQ(cluster.secrets["tools/copy"].data["token"], cluster.Token()) << what;
      ExpectSafe(exit, what);
    }
  }
}

TEST_F(RefusalsTest, AWriteAndEverythingLikeItIsRefusedForGood) {
  CountWrites();
  const auto writes = cluster.writes;
  for (int status = 400; status <= 599; ++status) {
    for (std::size_t number = 1; number <= writes.size(); ++number) {
      Begin();
      cluster.refuse = [&](const Call& call) {
        const bool from = call.number >= static_cast<int>(number) && call.what == writes[number - 1];
        return from ? std::optional(Answer(status)) : std::nullopt;
      };
      const std::string what =
          std::to_string(status) + " from write " + std::to_string(number) + ", " + writes[number - 1];
      ExpectSafe(Run(), what);
    }
  }
}

TEST_F(RefusalsTest, EveryWriteFromOneOnIsRefused) {
  const int writes = CountWrites();
  for (const int status : {400, 403, 404, 409, 422, 429, 500}) {
    for (int number = 1; number <= writes; ++number) {
      Begin();
      cluster.refuse = [&](const Call& call) {
        return call.number >= number ? std::optional(Answer(status)) : std::nullopt;
      };
      ExpectSafe(Run(), std::to_string(status) + " from write " + std::to_string(number) + " on");
    }
  }
}

TEST_F(RefusalsTest, OneWriteOfARollbackIsRefused) { RefuseInRollback(false); }

TEST_F(RefusalsTest, AWriteOfARollbackAndEverythingLikeItIsRefusedForGood) { RefuseInRollback(true); }

TEST_F(RefusalsTest, ARefusedRollbackIsResumedByTheNextRun) {
  Begin();
  cluster.broken = true;
  cluster.refuse = [&](const Call& call) {
    const bool back = call.what == "patch deployments/bridge" && cluster.Token() == kOld && !call.dry_run;
    return back ? Refusal() : std::nullopt;
  };
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_NE(log.lines.back().find("the rollback was refused"), std::string::npos) << log.lines.back();
  EXPECT_NE(log.lines.back().find("bridge: 1 pods with the new token"), std::string::npos) << log.lines.back();
  EXPECT_EQ(cluster.pod_tokens["api-service"], kOld) << "the other consumer is brought back all the same";
  cluster.refuse = nullptr;
  cluster.broken = false;
  EXPECT_EQ(Run(), Exit::kRolledBack);
  EXPECT_TRUE(PodsHoldTheLiveToken());
}

TEST_F(RefusalsTest, EachWriteToComeIsTriedBeforeAnythingChanges) {
  for (const auto* what : {"patch secrets/keptn-api-token", "patch secrets/tools/copy", "patch deployments/api-service",
                           "patch deployments/bridge", "patch secrets/token-guard-retired"}) {
    Begin();
    cluster.refuse = [&](const Call& call) { return call.what == what ? Refusal() : std::nullopt; };
    EXPECT_EQ(Run(), Exit::kNeedsPerson) << what;
    EXPECT_EQ(cluster.Token(), kOld) << what;
    EXPECT_EQ(cluster.writes.size(), 2U) << what << ": the lock alone was taken and released";
    EXPECT_NE(log.lines.back().find("dry run"), std::string::npos) << log.lines.back();
    EXPECT_NE(log.lines.back().find("nothing was changed"), std::string::npos) << log.lines.back();
    EXPECT_EQ(ReadRecord().holder, "") << what;
  }
}

TEST_F(RefusalsTest, ADryRunOfTheProgramTriesTheRecordToo) {
  Begin();
  cluster.refuse = [](const Call& call) {
    return call.what == "patch secrets/token-rotator-record" ? Refusal() : std::nullopt;
  };
  Settings settings;
  settings.dry_run = true;
  EXPECT_EQ(Run(settings), Exit::kNeedsPerson);
}

TEST_F(RefusalsTest, AnUnreadableRetiredListEndsThePreflight) {
  Begin();
  cluster.secrets["token-guard-retired"].data["retired.json"] = "{";
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_TRUE(Logged("the list of retired tokens in Secret token-guard-retired cannot be read"));
  Begin();
  cluster.secrets.erase("token-guard-retired");
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(cluster.Token(), kOld);
}

TEST_F(RefusalsTest, ARollbackAfterTheListWasWrittenTakesTheTokenOffTheList) {
  Begin();
  int listed = 0;  // The real writes of the list so far: the first one stores the key, the second one the token.
  bool refused = false;
  cluster.refuse = [&](const Call& call) {
    listed += call.what == "patch secrets/token-guard-retired" && !call.dry_run ? 1 : 0;
    const bool now = listed == 2 && call.what == "patch secrets/token-rotator-record" && !refused;
    refused = refused || now;
    return now ? Refusal() : std::nullopt;
  };
  EXPECT_EQ(Run(), Exit::kRolledBack);
  auto& data = cluster.secrets["token-guard-retired"].data;
  const base::SecretBytes key{std::string_view(data["hmac-key"])};
  EXPECT_FALSE(retired::Parse(data["retired.json"])->RetiredAt(retired::Fingerprint(key, kOld)).has_value());
  EXPECT_TRUE(PodsHoldTheLiveToken());
}

}  // namespace
}  // namespace rotation
