#include "doctor/output.h"

#include <gtest/gtest.h>

namespace doctor {
namespace {

const Findings kFindings{{"clock", Level::kOk, "fine"}, {"record", Level::kWarning, "odd", "Look."}};

TEST(Output, HasALineForEachFindingAndOneForItsRemedy) {
  EXPECT_EQ(AsText(kFindings, false),
            "ok       clock          fine\n"
            "warning  record         odd\n"
            "                        -> Look.\n"
            "1 ok, 1 warnings, 0 failures: warnings do not change the exit code, 0\n");
}

TEST(Output, PrintsNothingThatActsOnATerminalOrLooksLikeALineOfItsOwn) {
  EXPECT_EQ(AsText({{"owner", Level::kOk, "a\033]0;b\a\n{\"version\":2,"}}, false),
            "ok       owner          a\\u001B]0;b\\u0007\\u000A{\"version\":2,\n1 ok, 0 warnings, 0 failures\n");
}

TEST(Output, PaintsTheLevelAlone) {
  EXPECT_EQ(AsText({kFindings[0]}, true),
            "\033[32mok       \033[0mclock          fine\n1 ok, 0 warnings, 0 failures\n");
}

TEST(Output, IsJsonForPrograms) {
  EXPECT_EQ(AsJson({kFindings[1]}), R"({
  "healthy": true,
  "ok": 0,
  "warnings": 1,
  "failures": 0,
  "findings": [
    {
      "check": "record",
      "level": "warning",
      "text": "odd",
      "remedy": "Look."
    }
  ]
}
)");
}

TEST(Output, FailsWithAFailureAlone) {
  EXPECT_EQ(ExitCode(kFindings), 0);
  EXPECT_EQ(ExitCode({{"record", Level::kFailure, "broken", "Mend it."}}), kFailed);
}

}  // namespace
}  // namespace doctor
