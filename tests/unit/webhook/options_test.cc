#include "webhook/options.h"

#include <gtest/gtest.h>

#include <sstream>

namespace webhook {
namespace {

class OptionsTest : public testing::Test {
 protected:
  int Run(const std::vector<std::string>& arguments) {
    auto program = CommandLine({[this](const ServeOptions& options) { return serve = options, 10; },
                                [this](const CheckOptions& options) { return check = options, 11; },
                                [](const GenerateOptions&) { return 12; },
                                [this](const ProfilesOptions& options) { return profiles = options, 13; },
                                {}});
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::Run(program, arguments, {[](const std::string&) { return std::nullopt; }, {}}, out, err);
    complaint = err.str().substr(0, err.str().find("; see"));
    return code;
  }
  ServeOptions serve;
  CheckOptions check;
  ProfilesOptions profiles;
  std::string complaint;
};

TEST_F(OptionsTest, BindsEachFlagOfServe) {
  ASSERT_EQ(Run({"serve", "--cert=c", "--key=k", "--listen=l", "--ops-listen=o", "--client-ca=a", "--client-name=n",
                 "--client-name=m", "--path-key=p", "--drop-last-applied", "--retired-dir=r", "--drain=9",
                 "--profile-file=f", "--profile=x", "--namespace=y"}),
            10);
  EXPECT_EQ(serve.cert + serve.key + serve.listen + serve.ops_listen + serve.client_ca, "ckloa");
  EXPECT_EQ(serve.client_names, (std::vector<std::string>{"n", "m"}));
  EXPECT_EQ(serve.path_key + serve.retired_dir + serve.profile.file + serve.profile.name, "prfx");
  EXPECT_EQ(serve.profile.secret_namespace, "y");
  EXPECT_TRUE(serve.drop_last_applied);
  EXPECT_EQ(serve.drain, std::chrono::seconds(9));
}

TEST_F(OptionsTest, BindsEachFlagOfTheOtherCommands) {
  ASSERT_EQ(Run({"check", "--token-file=t", "-o", "json", "a", "-"}), 11);
  EXPECT_EQ(check.token_file, "t");
  EXPECT_EQ(check.format, CheckFormat::kJson);
  EXPECT_EQ(check.manifests, (std::vector<std::string>{"a", "-"}));
  EXPECT_EQ(Run({"generate"}), 12);
  ASSERT_EQ(Run({"profiles", "--output=manifests"}), 13);
  EXPECT_EQ(profiles.format, ProfilesFormat::kManifests);
}

TEST_F(OptionsTest, SaysWhatIsMissing) {
  EXPECT_EQ(Run({"serve", "--key=k"}), cli::kUsageError);
  EXPECT_EQ(complaint, "token-webhook: serve needs --cert FILE; token-rotator certs makes one");
  Run({"serve", "--cert=c"});
  EXPECT_EQ(complaint, "token-webhook: serve needs --key FILE; token-rotator certs makes one");
  Run({"serve", "--cert=c", "--key=k", "--client-name=n"});
  EXPECT_EQ(complaint, "token-webhook: --client-name needs --client-ca FILE, the CA that signs these names");
  EXPECT_EQ(Run({"serve", "--cert=c", "--key=k"}), cli::kUsageError);
  EXPECT_EQ(complaint,
            "token-webhook: serve needs --path-key FILE or --client-ca FILE, to answer kube-apiserver alone; "
            "--allow-unknown-callers answers every client");
  for (const auto* known : {"--path-key=p", "--client-ca=a"}) {
    EXPECT_EQ(Run({"serve", "--cert=c", "--key=k", known}), 10);
    EXPECT_FALSE(serve.allow_unknown_callers);
    EXPECT_EQ(Run({"serve", "--cert=c", "--key=k", known, "--allow-unknown-callers"}), cli::kUsageError);
  }
  EXPECT_EQ(Run({"serve", "--cert=c", "--key=k", "--allow-unknown-callers"}), 10);
  EXPECT_TRUE(serve.allow_unknown_callers);
  Run({"check"});
  EXPECT_EQ(complaint, "token-webhook: check needs a FILE, or - for standard input, or --token-file FILE");
}

}  // namespace
}  // namespace webhook
