// What the rotator relies on of a kube::Client, held by the fake of the unit tests and by the real API server alike.
//
// Always against fakes::FakeCluster. Where CONTRACT_KUBECONFIG and CONTRACT_NAMESPACE say so (tests/cluster does), also
// against a cluster: a namespace with the rotator's accounts and state and Keptn's Deployments, api-service rolled
// out, and without the Secret token-guard-retired.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "base/time_text.h"
#include "kube_http/api.h"
#include "kube_http/config.h"
#include "kube_http/credentials.h"
#include "kube_http/http.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/process.h"
#include "sys/programs.h"
#include "testing/fake_cluster.h"

namespace {

const kube::SecretName kSecret{"token-rotator-record"};
const kube::SecretName kMissing{"token-guard-retired"};
constexpr const char* kDeployment = "api-service";

struct Subject {
  virtual ~Subject() = default;
  virtual kube::Client& client() = 0;
};

struct Fake final : Subject {
  Fake() { cluster.secrets.erase(kMissing.name); }
  kube::Client& client() override { return cluster; }
  fakes::FakeCluster cluster;
};

struct Real final : Subject {
  explicit Real(kube_http::Access access) : credentials(std::move(access), files, programs, clock) {
    http = std::move(*kube_http::Connect(credentials, "contract", std::chrono::seconds(10)));
    api = std::make_unique<kube_http::Api>(*http, *sys::Environment("CONTRACT_NAMESPACE"),
                                           [this] { return base::FormatTime(clock.Now()).substr(0, 19) + "Z"; });
  }
  kube::Client& client() override { return *api; }
  sys::PosixFiles files;
  sys::PosixPrograms programs;
  sys::SystemClock clock;
  kube_http::Credentials credentials;
  std::unique_ptr<kube_http::Http> http;
  std::unique_ptr<kube_http::Api> api;
};

std::unique_ptr<Subject> Make(const std::string& name) {
  if (name == "fake") {
    return std::make_unique<Fake>();
  }
  sys::PosixFiles files;
  auto access = kube_http::FromKubeconfig(files, *sys::Environment("CONTRACT_KUBECONFIG"), "");
  EXPECT_TRUE(access.has_value()) << (access ? "" : access.error().message);
  return std::make_unique<Real>(std::move(*access));
}

std::vector<std::string> Subjects() {
  return sys::Environment("CONTRACT_KUBECONFIG") ? std::vector<std::string>{"fake", "cluster"}
                                                 : std::vector<std::string>{"fake"};
}

class ClientContract : public testing::TestWithParam<std::string> {
 protected:
  kube::Secret Get() { return std::move(*client.GetSecret(kSecret)); }
  // Sets one key; the Secret as it is then.
  kube::Secret Put(std::string_view value) {
    auto written = client.PatchSecret(kSecret, Get().resource_version, {{{"contract", value}}}, kube::Write::kReal);
    EXPECT_TRUE(written.has_value()) << (written ? "" : written.error().message);
    return std::move(*written);
  }
  std::unique_ptr<Subject> subject = Make(GetParam());
  kube::Client& client = subject->client();
};

TEST_P(ClientContract, AMissingSecretIsNotFoundByReadAndByWrite) {
  const auto read = client.GetSecret(kMissing);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, base::Code::kNotFound) << read.error().message;
  const auto written = client.PatchSecret(kMissing, "1", {{{"contract", "x"}}}, kube::Write::kReal);
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().code, base::Code::kNotFound) << written.error().message;
}

TEST_P(ClientContract, AWriteSetsItsKeysAloneAndAnswersWithTheSecretAsItIsThen) {
  constexpr std::string_view kBytes("a\0\xff\n", 4);
  Put("first");
  auto both = client.PatchSecret(kSecret, Get().resource_version, {{{"another", kBytes}}}, kube::Write::kReal);
  ASSERT_TRUE(both.has_value()) << both.error().message;
  EXPECT_EQ(both->data.at("contract").Reveal(), "first");
  EXPECT_EQ(both->data.at("another").Reveal(), kBytes);
  EXPECT_EQ(both->resource_version, Get().resource_version);
  const auto removed =
      client.PatchSecret(kSecret, both->resource_version, {{{"another", std::nullopt}}}, kube::Write::kReal);
  ASSERT_TRUE(removed.has_value()) << removed.error().message;
  EXPECT_EQ(Get().data.count("another"), 0U);
  EXPECT_EQ(Get().data.at("contract").Reveal(), "first");
}

TEST_P(ClientContract, AWriteSetsAndRemovesAnnotations) {
  constexpr const char* kName = "token-guard.keptn.sh/returnable";
  Put("kept");
  auto noted = client.PatchSecret(kSecret, Get().resource_version, {{}, {{kName, "0123"}}}, kube::Write::kReal);
  ASSERT_TRUE(noted.has_value()) << noted.error().message;
  EXPECT_EQ(noted->annotations.at(kName), "0123");
  EXPECT_EQ(noted->data.at("contract").Reveal(), "kept");
  const auto removed =
      client.PatchSecret(kSecret, noted->resource_version, {{}, {{kName, std::nullopt}}}, kube::Write::kReal);
  ASSERT_TRUE(removed.has_value()) << removed.error().message;
  EXPECT_EQ(removed->annotations.count(kName), 0U);
}

TEST_P(ClientContract, AWriteOfAnEarlierVersionIsAConflictAndChangesNothing) {
  const std::string earlier = Put("one").resource_version;
  Put("two");
  const auto late = client.PatchSecret(kSecret, earlier, {{{"contract", "three"}}}, kube::Write::kReal);
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, base::Code::kConflict) << late.error().message;
  EXPECT_EQ(Get().data.at("contract").Reveal(), "two");
}

TEST_P(ClientContract, AConflictIsOneInADryRunToo) {
  const std::string earlier = Put("one").resource_version;
  Put("two");
  const auto late = client.PatchSecret(kSecret, earlier, {{{"contract", "three"}}}, kube::Write::kDryRun);
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, base::Code::kConflict) << late.error().message;
}

TEST_P(ClientContract, ADryRunChangesNothing) {
  const auto before = Put("kept");
  EXPECT_TRUE(client.PatchSecret(kSecret, before.resource_version, {{{"contract", "tried"}}}, kube::Write::kDryRun)
                  .has_value());
  EXPECT_EQ(Get().data.at("contract").Reveal(), "kept");
  EXPECT_EQ(Get().resource_version, before.resource_version);
}

TEST_P(ClientContract, AWriteThatChangesNothingKeepsTheVersion) {
  const auto before = Put("same");
  EXPECT_EQ(Put("same").resource_version, before.resource_version);
}

TEST_P(ClientContract, TheSameStampTwiceRestartsNothing) {
  const auto first = client.StampTemplate(kDeployment, "contract-1", kube::Write::kReal);
  ASSERT_TRUE(first.has_value()) << first.error().message;
  const auto second = client.StampTemplate(kDeployment, "contract-1", kube::Write::kReal);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->generation, first->generation);
  EXPECT_EQ(client.GetDeployment(kDeployment)->template_rotation, "contract-1");
  ASSERT_TRUE(client.StampTemplate(kDeployment, "", kube::Write::kReal).has_value());
  EXPECT_EQ(client.GetDeployment(kDeployment)->template_rotation, "");
}

TEST_P(ClientContract, ADryRunOfARestartRestartsNothing) {
  const auto before = client.GetDeployment(kDeployment);
  ASSERT_TRUE(client.StampTemplate(kDeployment, "contract-tried", kube::Write::kDryRun).has_value());
  EXPECT_EQ(client.GetDeployment(kDeployment)->generation, before->generation);
  EXPECT_EQ(client.GetDeployment(kDeployment)->template_rotation, before->template_rotation);
}

TEST_P(ClientContract, ADeploymentShowsTheSecretsThatItsPodTemplateReads) {
  EXPECT_EQ(client.GetDeployment(kDeployment)->secrets.at("keptn-api-token"), std::set<std::string>{"keptn-api-token"});
}

TEST_P(ClientContract, APodLeadsToItsDeploymentByUids) {
  const auto deployment = client.GetDeployment(kDeployment);
  const auto sets = client.ListReplicaSets();
  const auto pods = client.ListPods();
  ASSERT_TRUE(deployment && sets && pods);
  const auto count = std::count_if(pods->pods.begin(), pods->pods.end(), [&](const kube::Pod& pod) {
    return std::any_of(sets->begin(), sets->end(), [&](const kube::ReplicaSet& set) {
      return set.uid == pod.owner.uid && set.owner.uid == deployment->uid && set.owner.name == kDeployment;
    });
  });
  EXPECT_GE(count, 1);
  EXPECT_FALSE(pods->version.empty());
}

TEST_P(ClientContract, AWatchTellsOfAPodThatARestartBrought) {
  const auto listed = client.ListPods();
  ASSERT_TRUE(listed.has_value());
  auto watch = client.WatchPods(listed->version);
  ASSERT_TRUE(watch.has_value()) << watch.error().message;
  const std::string stamp = "contract-" + Get().resource_version + std::to_string(client.Calls());
  ASSERT_TRUE(client.StampTemplate(kDeployment, stamp, kube::Write::kReal).has_value());
  bool seen = false;
  for (int looks = 0; looks < 40 && !seen; ++looks) {
    const auto changes = (*watch)->Next(std::chrono::milliseconds(500));
    ASSERT_TRUE(changes.has_value()) << changes.error().message;
    seen = std::any_of(changes->begin(), changes->end(),
                       [&](const kube::PodChange& change) { return !change.gone && change.pod.rotation == stamp; });
  }
  EXPECT_TRUE(seen);
}

TEST_P(ClientContract, RulesAllowWhatTheyNameAndTheOneQuestionAgrees) {
  const auto rules = client.ListRules("");
  ASSERT_TRUE(rules.has_value()) << rules.error().message;
  const kube::Permission allowed{"get", "", "secrets", kSecret.name};
  EXPECT_TRUE(rules->Allow(allowed));
  EXPECT_TRUE(client.CheckAccess(allowed).value_or(false));
}

TEST_P(ClientContract, AnEventAboutASecretIsWritten) {
  const auto secret = Get();
  const auto written = client.CreateEvent({"v1", "Secret", kSecret.name, secret.uid}, "Contract", "held", false);
  EXPECT_TRUE(written.has_value()) << (written ? "" : written.error().message);
}

TEST_P(ClientContract, EachRequestCounts) {
  const int before = client.Calls();
  Get();
  EXPECT_EQ(client.Calls(), before + 1);
  ASSERT_TRUE(client.StampTemplate(kDeployment, "contract-counted", kube::Write::kReal).has_value());
  EXPECT_EQ(client.Calls(), before + 2);
}

INSTANTIATE_TEST_SUITE_P(, ClientContract, testing::ValuesIn(Subjects()),
                         [](const auto& subject) { return subject.param; });

}  // namespace
