#include "kube_http/credentials.h"

#include <gtest/gtest.h>

#include "testing/fakes.h"

namespace kube_http {
namespace {

// Prints what the test says, and remembers what it was run with.
class FakePrograms final : public ports::Programs {
 public:
  base::Result<base::SecretBytes> Run(const ports::Program& program, std::chrono::milliseconds, std::size_t) override {
    ++runs;
    last = program;
    return failure ? base::Result<base::SecretBytes>(base::Fail(*failure))
                   : base::SecretBytes(std::string_view(output));
  }
  int runs = 0;
  ports::Program last;
  std::string output;
  std::optional<base::Error> failure;
};

class PluginTest : public testing::Test {
 protected:
  PluginTest() {
    Access access;
    access.exec = ExecPlugin{
        "client.authentication.k8s.io/v1", {"/home/me/./login", "get"}, {{"REGION", "here"}}, "get it from the shelf"};
    credentials.emplace(std::move(access), files, programs, clock);
  }
  void Prints(const std::string& status) {
    programs.output =
        R"({"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":)" + status + "}";
  }
  std::string Complaint() {
    const auto fresh = credentials->Refresh();
    return fresh ? "" : fresh.error().message;
  }
  fakes::FakeFiles files;
  FakePrograms programs;
  fakes::FakeClock clock;
  std::optional<Credentials> credentials;
};

TEST_F(PluginTest, IsRunOnceAndGivesItsToken) {
  Prints(R"({"token":"t-1"})");
  EXPECT_EQ(Complaint(), "");
  EXPECT_EQ(Complaint(), "");
  EXPECT_EQ(programs.runs, 1);
  EXPECT_EQ(programs.last.command, (std::vector<std::string>{"/home/me/./login", "get"}));
  EXPECT_EQ(programs.last.environment.front(), (std::pair<std::string, std::string>("REGION", "here")));
  EXPECT_EQ(programs.last.environment.back().first, "KUBERNETES_EXEC_INFO");
  EXPECT_EQ(credentials->Current().token.Reveal(), "t-1");
}

TEST_F(PluginTest, IsRunAgainWhenItsCredentialExpiresAndWhenItIsRefused) {
  Prints(R"({"token":"t-1","expirationTimestamp":"2026-11-24T05:00:00Z"})");
  clock.SetNow(std::chrono::system_clock::from_time_t(1'795'492'800));  // 2026-11-24T04:00:00Z
  EXPECT_EQ(Complaint(), "");
  clock.Advance(std::chrono::hours(1));
  Prints(R"({"token":"t-2"})");
  EXPECT_EQ(Complaint(), "");
  EXPECT_EQ(credentials->Current().token.Reveal(), "t-2");
  EXPECT_TRUE(credentials->Renew());
  EXPECT_FALSE(credentials->Renew()) << "a fresh one that is refused is refused for good";
  EXPECT_EQ(Complaint(), "");
  EXPECT_EQ(programs.runs, 3);
}

TEST_F(PluginTest, IsNamedWithWhatIsWrongAndNeverWithWhatItPrinted) {
  const std::pair<const char*, const char*> cases[] = {
      {"secret-garbage", "printed no ExecCredential"},
      {"{\"kind\":\"Pod\"}", "printed no ExecCredential"},
      {R"({"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"secret"}})",
       "of another version"},
      {R"({"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{}})", "without token"},
      {R"({"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"clientCertificateData":"c"}})",
       "without its key"},
      {R"({"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",
           "status":{"token":"secret","expirationTimestamp":"2001-01-01T00:00:00Z"}})",
       "expired already"},
  };
  for (const auto& [output, expected] : cases) {
    programs.output = output;
    const std::string complaint = Complaint();
    EXPECT_NE(complaint.find(expected), std::string::npos) << complaint;
    EXPECT_EQ(complaint.find("secret"), std::string::npos) << complaint;
  }
  programs.failure = base::Error{base::Code::kUnavailable, "'./login' has not ended within 30 s"};
  EXPECT_NE(Complaint().find("has not ended within 30 s; get it from the shelf"), std::string::npos);
  EXPECT_EQ(credentials->Refresh().error().code, base::Code::kUnavailable);
}

TEST(Credentials, ReadsTheAccountsTokenAndAuthorityAnew) {
  fakes::FakeFiles files;
  files.contents = {{"/ca", "CA-1"}, {"/token", "t-1\n"}};
  FakePrograms programs;
  fakes::FakeClock clock;
  Access access;
  access.ca_file = "/ca";
  access.token_file = "/token";
  Credentials credentials(std::move(access), files, programs, clock);
  ASSERT_TRUE(credentials.Refresh());
  EXPECT_EQ(credentials.Current().token.Reveal(), "t-1");
  const int before = credentials.Generation();
  files.contents = {{"/ca", "CA-2"}, {"/token", "t-2"}};
  ASSERT_TRUE(credentials.Refresh());
  EXPECT_EQ(credentials.Current().token.Reveal(), "t-2");
  EXPECT_EQ(credentials.Current().ca_pem, "CA-2");
  EXPECT_NE(credentials.Generation(), before) << "connections of the old authority are not used again";
  files.contents.erase("/ca");
  EXPECT_TRUE(credentials.Refresh()) << "while kubelet swaps the files the last good one stays";
  EXPECT_FALSE(credentials.Renew()) << "the one that was refused is the one in the file";
  files.contents["/token"] = "t-3";
  EXPECT_TRUE(credentials.Renew()) << "replaced between its reading and the API server's refusal";
}

}  // namespace
}  // namespace kube_http
