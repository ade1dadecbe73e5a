#include "commands/status.h"

#include <gtest/gtest.h>

#include "testing/fake_cluster.h"
#include "testing/fakes.h"

namespace commands {
namespace {

const auto kNow = std::chrono::system_clock::from_time_t(1'795'492'800);  // 2026-11-24T04:00:00Z

kube::Secret Guarded() {
  kube::Secret secret;
  secret.created = "2026-01-01T00:00:00Z";
  secret.data.emplace("keptn-api-token", base::SecretBytes(std::string_view("mYJ3pQ0lV1K8x0W2b5ZcRw==")));
  return secret;
}

TEST(Status, ShowsAgeDueTimeAndHowLongARollbackIsPossible) {
  rotation::Settings settings;
  settings.max_age = std::chrono::hours(24 * 30);
  rotation::Record record;
  record.rotated = "2026-11-24T02:00:00.000Z";
  record.previous = base::SecretBytes(std::string_view("previous"));
  const kube::Secret secret = Guarded();
  const Status status = Summarize(token::KeptnProfile(), record, &secret, kNow, settings);
  EXPECT_EQ(status.state, "idle");
  EXPECT_EQ(status.age, std::chrono::hours(2));
  EXPECT_EQ(status.due, "2026-12-24T02:00:00.000Z");
  EXPECT_EQ(status.previous_until, "2026-11-25T02:00:00.000Z");
  EXPECT_NE(ForPeople(status).find("Rollback       possible until"), std::string::npos);
}

TEST(Status, ShowsNoTokenInJson) {
  rotation::Record record;
  record.previous = base::SecretBytes(std::string_view("previous-token"));
  const kube::Secret secret = Guarded();
  const std::string json = AsJson(Summarize(token::KeptnProfile(), record, &secret, kNow, {}));
  EXPECT_NE(json.find(R"("secret": "keptn/keptn-api-token")"), std::string::npos);
  EXPECT_NE(json.find(R"("holder": null)"), std::string::npos);
  EXPECT_EQ(json.find("mYJ3"), std::string::npos);
  EXPECT_EQ(json.find("previous-token"), std::string::npos);
}

TEST(Status, ShowsWhenAndByWhomTheTokenWasLastChanged) {
  kube::Secret secret = Guarded();
  secret.written["keptn-api-token"] = "2026-11-24T03:00:00Z";
  secret.writers["keptn-api-token"] = "kubectl-edit";
  const std::string text = ForPeople(Summarize(token::KeptnProfile(), {}, &secret, kNow, {}));
  EXPECT_NE(text.find("Last changed   2026-11-24T03:00:00Z by kubectl-edit\n"), std::string::npos) << text;
  EXPECT_NE(text.find("Last rotation  never; the Secret was created at 2026-01-01T00:00:00Z\n"), std::string::npos)
      << text;
}

TEST(Status, SaysWhatIsLiveWhereAfterAnInterruptedRun) {
  fakes::FakeCluster cluster;
  fakes::FakeClock clock;
  rotation::Record record;
  record.phase = rotation::Phase::kForward;
  record.id = "0123456789ab";
  record.pending = base::SecretBytes(std::string_view("mYJ3pQ0lV1K8x0W2b5ZcRw=="));
  cluster.Deploy("api-service", record.id);
  const kube::Secret secret = Guarded();
  Status status = Summarize(token::KeptnProfile(), record, &secret, kNow, {});
  AddFindings(status, token::KeptnProfile(), record, cluster, clock);
  EXPECT_EQ(
      status.live,
      "the Secret holds the new token; api-service: 1 pods with the new token and 0 with the previous one, bridge: "
      "0 pods with the new token and 1 with the previous one");
}

TEST(Status, ShowsJobsThatCouldNotStart) {
  fakes::FakeCluster cluster;
  fakes::FakeClock clock;
  cluster.warnings = {{"Job", "token-rotator-29384", "FailedCreate", "exceeded quota: full"},
                      {"Job", "another", "FailedCreate", "x"},
                      {"Pod", "token-rotator-x", "Unhealthy", "x"}};
  Status status;
  AddFindings(status, token::KeptnProfile(), {}, cluster, clock);
  EXPECT_EQ(status.failed_jobs,
            std::vector<std::string>{"Job token-rotator-29384: FailedCreate: exceeded quota: full"});
  status.unproven = "api-service";
  EXPECT_NE(ForPeople(status).find("Not proven     api-service had no pods in the last rotation\n"), std::string::npos);
}

TEST(Status, SaysThatThereIsNoToken) {
  const Status bare = Summarize(token::KeptnProfile(), rotation::Record(), nullptr, kNow, {});
  EXPECT_FALSE(bare.present);
  EXPECT_NE(ForPeople(bare).find("(no token in it)"), std::string::npos);
}

}  // namespace
}  // namespace commands
