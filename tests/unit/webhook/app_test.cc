#include "webhook/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/temporary_file.h"

namespace webhook {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class AppTest : public testing::Test {
 protected:
  // Standard output and standard error of the run go to `out` and `err`.
  int RunWith(const std::vector<std::string>& arguments) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = webhook::Run(arguments, {[](const std::string&) { return std::nullopt; }, {}});
    out = testing::internal::GetCapturedStdout();
    err = testing::internal::GetCapturedStderr();
    return code;
  }
  std::string out;
  std::string err;
};

TEST_F(AppTest, GeneratesATokenThatCheckAccepts) {
  ASSERT_EQ(RunWith({"generate"}), 0);
  const fakes::TemporaryFile file(out.substr(0, out.find('\n')));
  EXPECT_EQ(RunWith({"check", "--token-file", file.path()}), 0) << out;
  EXPECT_THAT(out, HasSubstr("accepted"));
}

TEST_F(AppTest, ReturnsTheExitCodeOfACheck) {
  const fakes::TemporaryFile weak("c2VjcmV0");
  EXPECT_EQ(RunWith({"check", "--token-file", weak.path()}), 1);
  EXPECT_EQ(RunWith({"check", "--token-file", weak.path() + ".gone"}), 2);
  EXPECT_THAT(err, StartsWith("token-webhook: cannot read "));
}

TEST_F(AppTest, PrintsTheProfileInEitherForm) {
  EXPECT_EQ(RunWith({"profiles", "-o", "json"}), 0);
  EXPECT_THAT(out, StartsWith("{"));
  EXPECT_EQ(RunWith({"profiles", "-o", "manifests"}), 0);
  EXPECT_THAT(out, StartsWith("apiVersion: admissionregistration.k8s.io/v1\n"));
}

TEST_F(AppTest, EveryCommandRefusesAProfileThatIsNotThere) {
  const std::vector<std::vector<std::string>> commands = {
      {"check", "--token-file=-"}, {"generate"}, {"profiles"}, {"serve", "--cert=c", "--key=k", "--path-key=p"}};
  for (auto arguments : commands) {
    arguments.emplace_back("--profile-file=/gone");
    EXPECT_EQ(RunWith(arguments), cli::kUsageError) << arguments.front();
    EXPECT_THAT(err, HasSubstr("/gone")) << arguments.front();
    EXPECT_EQ(out, "") << arguments.front();
  }
}

}  // namespace
}  // namespace webhook
