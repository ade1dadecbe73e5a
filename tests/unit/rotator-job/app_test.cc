#include "rotator-job/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace rotator_job {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class AppTest : public testing::Test {
 protected:
  // Standard output and standard error of the run go to `out` and `err`.
  int RunWith(const std::vector<std::string>& arguments) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = rotator_job::Run(arguments, {[](const std::string&) { return std::nullopt; }, {}});
    out = testing::internal::GetCapturedStdout();
    err = testing::internal::GetCapturedStderr();
    return code;
  }
  std::string out;
  std::string err;
};

// tests/cluster runs rotations; here only what needs no cluster.
TEST_F(AppTest, RefusesAConfigurationThatCannotBeUsed) {
  for (const char* command : {"rotate", "rollback", "status"}) {
    EXPECT_EQ(RunWith({command, "--profile-file=/gone"}), 2) << command;
    EXPECT_THAT(err, StartsWith("token-rotator: ")) << command;
    EXPECT_THAT(err, HasSubstr("/gone")) << command;
  }
}

TEST_F(AppTest, SaysThatTheApiServerDoesNotAnswer) {
  const std::string path = testing::TempDir() + "app_test_kubeconfig";
  std::ofstream(path) << "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\n"
                         "clusters: [{name: k, cluster: {server: 'https://127.0.0.1:1'}}]\n"
                         "users: [{name: u, user: {token: t}}]\n";
  EXPECT_EQ(RunWith({"status", "--kubeconfig", path}), 4);
  EXPECT_THAT(err, HasSubstr("the API server https://127.0.0.1:1 does not answer"));
}

}  // namespace
}  // namespace rotator_job
