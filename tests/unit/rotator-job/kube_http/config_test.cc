#include "kube_http/config.h"

#include <gtest/gtest.h>

#include "testing/fakes.h"

namespace kube_http {
namespace {

std::string Config(const std::string& cluster, const std::string& user) {
  return "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}, {name: d, context: {cluster: k, "
         "user: v}}]\nclusters: [{name: k, cluster: {" +
         cluster + "}}]\nusers: [{name: u, user: {" + user + "}}, {name: v, user: {token: other}}]\n";
}

class ConfigTest : public testing::Test {
 protected:
  base::Result<Access> Read(const std::string& cluster, const std::string& user, const std::string& context = "") {
    files.contents["/home/me/config"] = Config(cluster, user);
    return FromKubeconfig(files, "/home/me/config", context);
  }
  fakes::FakeFiles files;
};

constexpr const char* kServer = "server: 'https://k:6443/'";

TEST_F(ConfigTest, ResolvesPathsInTheFilesOwnFolder) {
  files.contents["/home/me/ca.crt"] = "CA";
  files.contents["/etc/me.crt"] = "CERTIFICATE";
  files.contents["/home/me/keys/me.key"] = "KEY";
  const auto access = Read(std::string(kServer) + ", certificate-authority: ca.crt",
                           "client-certificate: /etc/me.crt, client-key: keys/me.key, tokenFile: token");
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_EQ(access->server, "https://k:6443");
  EXPECT_EQ(access->ca_pem, "CA");
  EXPECT_EQ(access->certificate_pem, "CERTIFICATE");
  EXPECT_EQ(access->key_pem.Reveal(), "KEY");
  EXPECT_EQ(access->token_file, "/home/me/token");
}

TEST_F(ConfigTest, TakesDataBeforeFilesAndTheContextThatIsNamed) {
  const auto access = Read(std::string(kServer) + ", certificate-authority-data: Q0E=", "token: mine", "d");
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_EQ(access->ca_pem, "CA");
  EXPECT_EQ(access->token.Reveal(), "other");
}

TEST_F(ConfigTest, SaysInOneSentenceWhatItDoesNotTake) {
  const struct {
    std::string cluster, user, expected;
  } cases[] = {
      {kServer, "auth-provider: {name: gcp}", "'auth-provider', which is not supported"},
      {kServer, "username: me, password: x", "'username', which is not supported"},
      {kServer, "as: admin, token: x", "'as', which is not supported"},
      {std::string(kServer) + ", insecure-skip-tls-verify: true", "token: x", "name the certificate authority"},
      {std::string(kServer) + ", proxy-url: 'http://p'", "token: x", "'proxy-url', which is not supported"},
      {"server: 'http://k'", "token: x", "is not an https address"},
      {std::string(kServer) + ", certificate-authority: gone.crt", "token: x", "/home/me/gone.crt"},
      {kServer, "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: a}", "v1 or v1beta1"},
      {kServer, "exec: {apiVersion: client.authentication.k8s.io/v1}", "has no command"},
      {kServer, "exec: {apiVersion: client.authentication.k8s.io/v1, command: a, interactiveMode: Always}",
       "nobody can answer here"},
  };
  for (const auto& expected : cases) {
    const auto access = Read(expected.cluster, expected.user);
    ASSERT_FALSE(access) << expected.expected;
    EXPECT_NE(access.error().message.find(expected.expected), std::string::npos) << access.error().message;
    EXPECT_NE(access.error().message.find("/home/me/config"), std::string::npos) << access.error().message;
  }
  files.contents["/home/me/config"] = "a: [";
  EXPECT_NE(FromKubeconfig(files, "/home/me/config", "").error().message.find("not YAML"), std::string::npos);
}

TEST_F(ConfigTest, ReadsAnExecPlugin) {
  const auto access =
      Read(kServer,
           "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login, args: [get], env: [{name: REGION, "
           "value: here}], installHint: get it from the shelf}");
  ASSERT_TRUE(access) << access.error().message;
  EXPECT_EQ(access->exec->api_version, "client.authentication.k8s.io/v1");
  EXPECT_EQ(access->exec->command, (std::vector<std::string>{"/home/me/./login", "get"}));
  EXPECT_EQ(access->exec->environment, (std::vector<std::pair<std::string, std::string>>{{"REGION", "here"}}));
  EXPECT_EQ(access->exec->install_hint, "get it from the shelf");
}

}  // namespace
}  // namespace kube_http
