#include "audit_commands/find.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "retired/fingerprint.h"
#include "testing/audit_report.h"
#include "testing/fake_streams.h"
#include "testing/fakes.h"

namespace audit_commands {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kToken = "S3cretToken/For+Tests==";

class FindTest : public testing::Test {
 protected:
  FindTest() {
    const base::SecretBytes key(std::string_view("0123456789abcdef0123456789abcdef"));
    const auto hex = retired::Fingerprint(key, kToken).substr(retired::kFingerprintPrefix.size());
    fakes::AuditChain chain("web/1");
    chain.Decide({.before = fakes::Print('a'), .after = hex, .uid = "1"});
    chain.Decide({.before = hex, .after = fakes::Print('b'), .uid = "2"});
    chain.Decide({.before = fakes::Print('b'), .after = fakes::Print('c'), .uid = "3"});
    streams.files["log"] = chain.Text();
    secrets.contents["key"] = "0123456789abcdef0123456789abcdef";
    secrets.contents["token"] = kToken;
    secrets.contents["edited"] = kToken + std::string("\n");
    secrets.contents["other"] = "another";
    secrets.contents["empty"] = "";
  }
  Outcome Run(const std::string& token, const std::string& key = "key") {
    printed.clear();
    auto outcome = Find({streams,
                         clock,
                         {},
                         [this](const std::string& line) {
                           printed += line;
                           return true;
                         }},
                        secrets, {{"log"}, token, key});
    EXPECT_THAT(printed + outcome.output + outcome.errors, Not(HasSubstr(kToken)));
    EXPECT_THAT(printed + outcome.output + outcome.errors, Not(HasSubstr("0123456789abcdef")));
    return outcome;
  }
  fakes::FakeStreams streams;
  fakes::FakeFiles secrets;
  fakes::FakeClock clock;
  std::string printed;
};

TEST_F(FindTest, FindsTheLinesThatBroughtAndReplacedAToken) {
  for (const auto* file : {"token", "edited"}) {
    const auto outcome = Run(file);
    EXPECT_EQ(outcome.exit_code, kWhole);
    EXPECT_THAT(outcome.output, HasSubstr("2 lines with this token"));
    EXPECT_THAT(printed, HasSubstr("2026-11-25 09:00:00  brought   jane@example.com changed the token"));
    EXPECT_THAT(printed, HasSubstr("2026-11-25 09:00:00  replaced  jane@example.com changed the token"));
  }
}

TEST_F(FindTest, SaysThatThereIsNone) {
  const auto outcome = Run("other");
  EXPECT_EQ(outcome.exit_code, kBroken);
  EXPECT_EQ(outcome.output, "no line has this token\n");
}

TEST_F(FindTest, SaysWhatIsWrongWithTokenAndKey) {
  EXPECT_THAT(Run("token", "other").errors,
              HasSubstr("other has 7 bytes; expected the 32 bytes of hmac-key: kubectl "));
  EXPECT_EQ(Run("empty").errors, "empty is empty; expected a token\n");
  EXPECT_EQ(Run("none").exit_code, kUnreadable);
  EXPECT_EQ(Run("token", "none").exit_code, kUnreadable);
}

}  // namespace
}  // namespace audit_commands
