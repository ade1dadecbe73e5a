#include "audit_commands/follow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/audit_report.h"
#include "testing/fake_streams.h"
#include "testing/fakes.h"

namespace audit_commands {
namespace {

using testing::HasSubstr;

class FollowTest : public testing::Test {
 protected:
  Outcome Run(const std::string& text, const FollowRequest& request = {}) {
    printed.clear();
    streams.files[request.file] = text;
    return Follow({streams,
                   clock,
                   {},
                   [this](const std::string& line) {
                     printed += line;
                     return writable;
                   }},
                  request);
  }
  fakes::FakeStreams streams;
  fakes::FakeClock clock;
  std::string printed;
  bool writable = true;
};

TEST_F(FollowTest, PrintsASentenceForEachEvent) {
  const auto lines = fakes::Story();
  EXPECT_EQ(Run("[pod/web-1/webhook] " + lines[0] + "\n{\"message\":\"listening\"}\n" + lines[2] + "\n").exit_code, 0);
  EXPECT_EQ(printed,
            "2026-11-25 08:00:00  web-1/0123456789abcdef began to serve: token-webhook 0.1.0\n"
            "2026-11-25 10:00:00  web-1/0123456789abcdef: 1 line is missing before line 2\n"
            "2026-11-25 10:00:00  jane@example.com tried to change the token of keptn/keptn-api-token with "
            "kubectl-edit, and was refused: "
            "trailing-newline: the token ends with a newline\n");
}

TEST_F(FollowTest, SaysAtOnceThatALineIsAltered) {
  auto lines = fakes::Story();
  lines[1].replace(lines[1].find("jane"), 4, "john");
  Run(fakes::AuditChain::Joined(lines));
  EXPECT_THAT(printed, HasSubstr("web-1/0123456789abcdef: line 1 or 2 is altered\n"));
  Run("{\"version\":2,\"to\n");
  EXPECT_EQ(printed, "a line cannot be read: it is torn\n");
}

TEST_F(FollowTest, WaitsForAFileToGrowUntilTheProgramIsStopped) {
  clock.Stop();
  EXPECT_EQ(Run(fakes::Story()[0] + "\n", {"file", true}).exit_code, 0);
  EXPECT_THAT(printed, HasSubstr("\033[2m2026-11-25 08:00:00\033[0m  \033[0mweb-1/"));
}

TEST_F(FollowTest, EndsIfTheOutputIsGone) {
  writable = false;
  EXPECT_EQ(Run(fakes::Story()[0] + "\n").errors, "standard output could not be written\n");
}

}  // namespace
}  // namespace audit_commands
