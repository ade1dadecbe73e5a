#include "commands/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/fakes.h"

namespace commands {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kGood = "mYJ3pQ0lV1K8x0W2b5ZcRw==";
constexpr const char* kWeak = "c2VjcmV0LXdlYWs=";  // "secret-weak"

std::string Manifest(const std::string& token, const std::string& metadata = "name: keptn-api-token") {
  return "apiVersion: v1\nkind: Secret\nmetadata: {" + metadata + "}\nstringData: {keptn-api-token: \"" + token +
         "\"}\n";
}

class CheckTest : public testing::Test {
 protected:
  CheckOutcome Run(const CheckRequest& request) { return Check(files_, request, token::KeptnProfile()); }
  CheckOutcome RunOn(const std::string& manifest) {
    files_.contents["m.yaml"] = manifest;
    CheckRequest request;
    request.manifests = {"m.yaml"};
    return Run(request);
  }
  fakes::FakeFiles files_;
};

TEST_F(CheckTest, AcceptsAStrongTokenInAManifest) {
  const auto outcome = RunOn(Manifest(kGood));
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output, "m.yaml: keptn/keptn-api-token: accepted\n");
  EXPECT_EQ(outcome.errors, "");
}

TEST_F(CheckTest, RefusesAWeakOneWithARemedyAndWithoutTheToken) {
  const auto outcome = RunOn(Manifest(kWeak));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, StartsWith("m.yaml: keptn/keptn-api-token: refused\n\n  deny "));
  EXPECT_THAT(outcome.output, HasSubstr("To put it right, "));
  EXPECT_THAT(outcome.output, Not(HasSubstr(kWeak)));
  EXPECT_THAT(outcome.output, Not(HasSubstr("secret-weak")));
}

TEST_F(CheckTest, JudgesEachSecretOfTheProfilesNameUnlessItsNamespaceIsAnother) {
  const auto outcome = RunOn(Manifest(kGood, "name: keptn-api-token, namespace: keptn") + "---\n" +
                             Manifest(kWeak, "name: keptn-api-token, namespace: other") + "---\n" +
                             Manifest(kWeak, "name: other") + "---\n" + Manifest(kGood));
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.output, "m.yaml: keptn/keptn-api-token: accepted\nm.yaml: keptn/keptn-api-token: accepted\n");
}

TEST_F(CheckTest, FailsWithoutTheGuardedSecretAndOnWhatCannotBeRead) {
  const std::pair<const char*, const char*> cases[] = {
      {"kind: ConfigMap\n", "token-webhook: m.yaml holds no Secret keptn/keptn-api-token: nothing to check\n"},
      {"kind: [", "token-webhook: m.yaml is neither YAML nor JSON: line "},
  };
  for (const auto& [manifest, sentence] : cases) {
    const auto outcome = RunOn(manifest);
    EXPECT_EQ(outcome.exit_code, 2) << manifest;
    EXPECT_THAT(outcome.errors, StartsWith(sentence));
    EXPECT_EQ(outcome.output, "");
  }
  CheckRequest gone;
  gone.manifests = {"gone.yaml"};
  EXPECT_EQ(Run(gone).errors, "token-webhook: cannot read gone.yaml: No such file or directory\n");
}

TEST_F(CheckTest, GoesOnAfterAnUnreadableSource) {
  files_.contents = {{"bad", "kind: ["}, {"weak", Manifest(kWeak)}};
  CheckRequest request;
  request.manifests = {"bad", "weak"};
  const auto outcome = Run(request);
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.output, HasSubstr("weak: keptn/keptn-api-token: refused"));
}

TEST_F(CheckTest, SaysWhatIsMalformed) {
  const auto outcome =
      RunOn("apiVersion: v1\nkind: Secret\nmetadata: {name: keptn-api-token}\ndata: {keptn-api-token: '%'}\n");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("deny malformed (data[keptn-api-token])"));
}

TEST_F(CheckTest, ReadsATokenFromAFileAndNamesStandardInput) {
  files_.contents["-"] = kGood;
  CheckRequest request;
  request.token_file = "-";
  request.explain = true;
  const auto outcome = Run(request);
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, StartsWith("standard input: keptn/keptn-api-token: accepted\n\n"));
  EXPECT_THAT(outcome.output, Not(HasSubstr(kGood)));
}

TEST_F(CheckTest, PrintsJsonForPrograms) {
  files_.contents = {{"a\"b", Manifest(kGood)}, {"weak", Manifest(kWeak)}};
  CheckRequest request;
  request.manifests = {"a\"b", "weak"};
  request.json = request.colour = true;
  const auto outcome = Run(request);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output,
              StartsWith(R"({"results":[{"source":"a\"b","document":1,"namespace":"keptn","name":"keptn-api-token",)"
                         R"("accepted":true,"findings":[]},{"source":"weak","document":1,)"));
  EXPECT_THAT(outcome.output, HasSubstr(R"("accepted":false,"findings":[{"id":")"));
  EXPECT_THAT(outcome.output, HasSubstr(R"(","severity":"deny","field":")"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("\033")));
}

TEST_F(CheckTest, ColoursTheVerdictAtATerminal) {
  files_.contents["m"] = Manifest(kGood);
  CheckRequest request;
  request.manifests = {"m"};
  request.colour = true;
  EXPECT_EQ(Run(request).output, "m: keptn/keptn-api-token: \033[1;32maccepted\033[0m\n");
}

}  // namespace
}  // namespace commands
