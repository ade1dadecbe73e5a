#include <gtest/gtest.h>

#include "cli/render.h"
#include "sample_program.h"

namespace cli {
namespace {

TEST(ManPage, HoldsEachCommandOptionAndExitCode) {
  const auto page = ManPage(SampleProgram());
  for (const auto* lines :
       {".TH A\\-TOOL 1 ", ".SH NAME\na\\-tool \\- does a thing\n", "a\\-tool run [OPTIONS] FILE...\n.br\n",
        ".SH RUN\nRun the thing.\n", ".TP\n\\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fItext|json\\fR\nFormat of the output.",
        ".TP\n\\fB\\-\\-dry\\-run\\fR\nChange nothing.\n", ".SH EXIT STATUS\n.TP\n\\fB0\\fR\ndone\n"}) {
    EXPECT_NE(page.find(lines), std::string::npos) << lines;
  }
}

TEST(ManPage, KeepsRoffFromReadingTextAsARequest) {
  Program program{"tool", "1", ".period and \\ backslash", {{2, "'quote"}}, {}};
  const auto page = ManPage(program);
  EXPECT_NE(page.find("\\&.period and \\e backslash"), std::string::npos);
  EXPECT_NE(page.find("\n\\&'quote\n"), std::string::npos);
}

}  // namespace
}  // namespace cli
