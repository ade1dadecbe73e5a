#include "rotation/audit_trail.h"

#include <gtest/gtest.h>

#include <regex>
#include <vector>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class AuditTrailTest : public RotationFixture {
 protected:
  // What `field` holds in each line; "null" for null.
  std::vector<std::string> Values(const std::string& field) {
    const std::regex pattern("\"" + field + "\":(null|\"([^\"]*)\")");
    std::vector<std::string> values;
    for (const auto& line : log.written) {
      std::smatch match;
      EXPECT_TRUE(std::regex_search(line, match, pattern)) << line;
      values.push_back(match[2].matched ? match[2].str() : match[1].str());
    }
    return values;
  }
};

using Texts = std::vector<std::string>;

TEST_F(AuditTrailTest, TellsARotationAsOneStory) {
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(Values("step"), (Texts{"begin", "set", "restart", "prove", "end"}));
  EXPECT_EQ(Values("outcome"), (Texts{"done", "done", "done", "done", "rotated"}));
  const std::string id = ReadRecord().id;
  EXPECT_EQ(Values("rotation"), Texts(5, id));
  EXPECT_EQ(cluster.secrets["keptn-api-token"].annotations["token-guard.keptn.sh/rotation"], id);
  const base::SecretBytes key(std::string_view(cluster.secrets["token-guard-retired"].data["hmac-key"]));
  EXPECT_EQ(Values("fingerprintBefore").back(), retired::Fingerprint(key, kOld));
  EXPECT_EQ(Values("fingerprintAfter").back(), retired::Fingerprint(key, cluster.Token()));
  EXPECT_EQ(log.written[0].substr(0, 28), R"({"version":2,"type":"rotatio)");
}

TEST_F(AuditTrailTest, IsAChain) {
  EXPECT_EQ(Run(), Exit::kDone);
  std::string previous;
  for (std::size_t i = 0; i < log.written.size(); ++i) {
    const std::string link = ",\"sequence\":" + std::to_string(i) + ",\"previous\":\"" + previous + "\"}";
    EXPECT_NE(log.written[i].find(link), std::string::npos) << log.written[i];
    previous = trail::View(trail::Sha256::Of(log.written[i]));
  }
}

TEST_F(AuditTrailTest, TellsARollbackWithItsReason) {
  cluster.broken = true;
  EXPECT_EQ(Run(), Exit::kRolledBack);
  EXPECT_EQ(Values("step"), (Texts{"begin", "set", "restart", "rollback", "set", "restart", "prove", "end"}));
  EXPECT_EQ(Values("direction"), (Texts{"forward", "forward", "forward", "back", "back", "back", "back", "back"}));
  EXPECT_EQ(Values("outcome").back(), "rolled-back");
  EXPECT_NE(Values("reason")[3], "null");
  const auto after = Values("fingerprintAfter");
  EXPECT_EQ(after.back(), Values("fingerprintBefore")[1]);
}

TEST_F(AuditTrailTest, ContinuesTheStoryInTheRunThatResumes) {
  StoreUnfinished();
  cluster.SetToken(kPending);
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(Values("step"), (Texts{"resume", "set", "restart", "prove", "end"}));
  EXPECT_EQ(Values("rotation"), Texts(5, kUnfinished));
}

// The write arrived, its answer did not.
TEST_F(AuditTrailTest, SaysThatTheTokenIsSetAlthoughTheAnswerWasLost) {
  for (int at = 1; at <= 40; ++at) {
    Reset();
    log.written.clear();
    cluster.Inject(at, fakes::FakeCluster::Fault::kLost);
    if (Run() == Exit::kDone) {
      const auto steps = Values("step");
      EXPECT_EQ(std::count(steps.begin(), steps.end(), "set"), 1) << at;
    }
  }
}

TEST_F(AuditTrailTest, SaysWhyARunCouldNotBegin) {
  cluster.secrets.erase("keptn-api-token");
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_EQ(Values("step"), Texts{"end"});
  EXPECT_EQ(Values("outcome"), Texts{"stopped"});
  EXPECT_EQ(Values("rotation"), Texts{"null"});
  EXPECT_EQ(Values("reason")[0].substr(0, 40), "the Secret keptn-api-token does not exis");
}

TEST_F(AuditTrailTest, IsSilentAboutADryRunAndARunThatHadNothingToDo) {
  Settings settings;
  settings.dry_run = true;
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_EQ(Run(), Exit::kDone);
  log.written.clear();
  settings.dry_run = false;
  settings.max_age = std::chrono::hours(24);
  EXPECT_EQ(Run(settings), Exit::kDone);
  EXPECT_EQ(log.written, Texts());
}

}  // namespace
}  // namespace rotation
