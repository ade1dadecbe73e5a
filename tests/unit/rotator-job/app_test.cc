#include "rotator-job/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/base64.h"
#include "testing/https_server.h"
#include "testing/temporary_file.h"

namespace rotator_job {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// What the commands do with the answers of an API server; tests/cluster runs them on a real one.
class AppTest : public testing::Test {
 protected:
  // Standard output and standard error of the run go to `out` and `err`.
  int RunWith(std::vector<std::string> arguments) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = rotator_job::Run(arguments, {[](const std::string&) { return std::nullopt; }, {}});
    out = testing::internal::GetCapturedStdout();
    err = testing::internal::GetCapturedStderr();
    return code;
  }
  // The same on the API server of `answers`, which has 403 for everything else.
  int RunOnServer(std::vector<std::string> arguments) {
    const fakes::HttpsServer server(Identity(), [&](const std::string& request) {
      const auto found = answers.find(request.substr(0, request.find('?')));
      return found == answers.end()
                 ? fakes::HttpsServer::Answer{"403 Forbidden", R"({"kind":"Status","message":"not granted"})"}
                 : found->second;
    });
    const fakes::TemporaryFile kubeconfig(Kubeconfig(server.Port()));
    arguments.push_back("--kubeconfig=" + kubeconfig.path());
    return RunWith(std::move(arguments));
  }
  static std::string Kubeconfig(int port) {
    return "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\n"
           "clusters: [{name: k, cluster: {server: 'https://127.0.0.1:" +
           std::to_string(port) + "', certificate-authority-data: " + base::EncodeBase64(Identity().CertificatePem()) +
           "}}]\nusers: [{name: u, user: {token: t}}]\n";
  }
  static const fakes::Identity& Identity() {
    static const auto identity = fakes::Make({"api", nullptr, true, -3600, 3600, "P-256", "IP:127.0.0.1"});
    return identity;
  }
  static std::string Secret(const std::string& data) {
    return R"({"kind":"Secret","metadata":{"name":"s","resourceVersion":"7","creationTimestamp":"2026-11-24T03:00:00Z"},)"
           R"("data":{)" +
           data + "}}";
  }
  std::map<std::string, fakes::HttpsServer::Answer> answers;
  std::string out;
  std::string err;
};

TEST_F(AppTest, RefusesAConfigurationThatCannotBeUsed) {
  for (const char* command : {"rotate", "rollback", "status", "doctor", "certs"}) {
    EXPECT_EQ(RunWith({command, "--profile-file=/gone"}), 2) << command;
    EXPECT_THAT(err, StartsWith("token-rotator: ")) << command;
    EXPECT_THAT(err, HasSubstr("/gone")) << command;
  }
}

TEST_F(AppTest, SaysThatTheApiServerDoesNotAnswer) {
  const fakes::TemporaryFile kubeconfig(Kubeconfig(1));
  for (const char* command : {"status", "doctor"}) {
    EXPECT_EQ(RunWith({command, "--kubeconfig", kubeconfig.path()}), 4) << command;
    EXPECT_THAT(err, HasSubstr("the API server https://127.0.0.1:1 does not answer")) << command;
  }
}

TEST_F(AppTest, NamesThePermissionThatIsMissing) {
  for (const char* command : {"rotate", "status", "certs"}) {
    EXPECT_EQ(RunOnServer({command}), 3) << command;
    EXPECT_THAT(out + err, HasSubstr("not granted")) << command;
  }
  EXPECT_EQ(RunOnServer({"doctor"}), 3);
  EXPECT_THAT(err, HasSubstr("the API server refuses these credentials: not granted"));
}

TEST_F(AppTest, PrintsTheStatusForPeopleAndForPrograms) {
  const std::string secrets = "GET /api/v1/namespaces/";
  answers[secrets + "token-guard/secrets/token-rotator-record"] = {"200 OK", Secret("")};
  EXPECT_EQ(RunOnServer({"status"}), 3) << "the guarded Secret cannot be read";
  answers[secrets + "keptn/secrets/keptn-api-token"] = {"404 Not Found", ""};
  EXPECT_EQ(RunOnServer({"status"}), 0) << "the guarded Secret may be gone: " << err;
  EXPECT_THAT(out, HasSubstr("keptn/keptn-api-token"));
  answers[secrets + "keptn/secrets/keptn-api-token"] = {"200 OK", Secret(R"("keptn-api-token":"dG9rZW4=")")};
  EXPECT_EQ(RunOnServer({"status", "-o", "json"}), 0) << err;
  EXPECT_THAT(out, HasSubstr(R"("present": true)"));
}

TEST_F(AppTest, PrintsTheDoctorsFindingsForPeopleAndForPrograms) {
  answers["GET /version"] = {"200 OK", R"({"gitVersion":"v1.34.4"})"};
  EXPECT_EQ(RunOnServer({"doctor"}), 1) << err;
  EXPECT_THAT(out, HasSubstr("kube-apiserver v1.34.4 answers"));
  EXPECT_EQ(RunOnServer({"doctor", "-o", "json", "--verbose"}), 1) << err;
  EXPECT_THAT(out, StartsWith("{"));
}

TEST_F(AppTest, RefusesACaFileWithoutACertificate) {
  const fakes::TemporaryFile broken("no PEM\n");
  const fakes::TemporaryFile good(Identity().CertificatePem());
  EXPECT_EQ(RunOnServer({"certs", "--mode=existing", "--ca-file=/gone"}), 2);
  EXPECT_THAT(err, HasSubstr("/gone"));
  EXPECT_EQ(RunOnServer({"certs", "--mode=existing", "--ca-file", broken.path()}), 2);
  EXPECT_THAT(err, HasSubstr(broken.path() + " holds no certificate in PEM form"));
  EXPECT_EQ(RunOnServer({"certs", "--mode=existing", "--ca-file", good.path()}), 3) << "read; then nothing is granted";
}

}  // namespace
}  // namespace rotator_job
