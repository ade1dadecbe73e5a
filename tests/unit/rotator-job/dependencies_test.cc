#include "rotator-job/dependencies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "testing/fakes.h"
#include "testing/temporary_file.h"

namespace rotator_job {
namespace {

using testing::HasSubstr;

const cli::Sources kNoSources{[](const std::string&) { return std::nullopt; }, {}};

class BrokenRandom final : public ports::Random {
 public:
  base::Result<base::SecretBytes> Bytes(std::size_t /*count*/) override {
    return base::Fail(base::Code::kInternal, "no random bytes");
  }
};

TEST(HolderIdentity, IsTheHostsNameAndFourRandomBytes) {
  std::string host(64, '\0');
  gethostname(host.data(), host.size() - 1);
  host.resize(host.find('\0'));
  fakes::FakeRandom random;
  const std::string first = HolderIdentity(random);
  EXPECT_EQ(first.size(), host.size() + 1 + 8);
  EXPECT_EQ(first.substr(0, host.size() + 1), host + "-");
  EXPECT_NE(HolderIdentity(random), first);
  BrokenRandom broken;
  EXPECT_EQ(HolderIdentity(broken), host + "-0") << "a run without random bytes ends before it holds the lock";
}

TEST(Prepare, RefusesAProfileThatCannotBeRead) {
  Dependencies dependencies;
  ClusterOptions cluster;
  cluster.profile_file = "/gone";
  EXPECT_THAT(Prepare(dependencies, cluster, kNoSources, STDOUT_FILENO).error().message, HasSubstr("/gone"));
}

TEST(Prepare, RefusesAMachineThatIsNoPodWithoutAKubeconfig) {
  Dependencies dependencies;
  EXPECT_FALSE(Prepare(dependencies, {}, kNoSources, STDOUT_FILENO));
}

TEST(Prepare, PutsTheClientTogetherWithoutACall) {
  const fakes::TemporaryFile file(
      "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\n"
      "clusters: [{name: k, cluster: {server: 'https://127.0.0.1:1'}}]\n"
      "users: [{name: u, user: {token: t}}]\n");
  for (const bool verbose : {false, true}) {
    Dependencies dependencies;
    ClusterOptions cluster;
    cluster.kubeconfig = file.path();
    cluster.verbose = verbose;
    const auto profile = Prepare(dependencies, cluster, kNoSources, STDOUT_FILENO);
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(profile->secret, "keptn-api-token");
    EXPECT_EQ(dependencies.logged != nullptr, verbose);
    EXPECT_EQ(dependencies.api->Calls(), 0);
  }
}

}  // namespace
}  // namespace rotator_job
