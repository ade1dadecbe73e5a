#include "cli/program.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/render.h"
#include "sample_program.h"

namespace cli {
namespace {

class ProgramTest : public testing::Test {
 protected:
  int Start(const std::vector<std::string>& arguments) {
    out.str("");
    err.str("");
    auto program = SampleProgram([this](const SampleOptions& sample) {
      seen = sample;
      return 5;
    });
    return cli::Run(program, arguments,
                    {[](const std::string&) { return std::nullopt; },
                     [](const std::string&) { return base::Result<base::SecretBytes>(base::SecretBytes()); }},
                    out, err);
  }
  std::ostringstream out;
  std::ostringstream err;
  SampleOptions seen;
};

TEST_F(ProgramTest, RunsTheNamedCommandWithItsOptions) {
  EXPECT_EQ(Start({"run", "--listen", "x", "file"}), 5);
  EXPECT_EQ(seen.listen, "x");
  EXPECT_EQ(seen.files, std::vector<std::string>{"file"});
  EXPECT_EQ(Start({"stop"}), 7);
  EXPECT_EQ(out.str() + err.str(), "");
}

TEST_F(ProgramTest, RunsACommandOfAGroup) {
  EXPECT_EQ(Start({"see", "all"}), 8);
  EXPECT_EQ(Start({"see", "one"}), 9);
  EXPECT_EQ(out.str() + err.str(), "");
}

TEST_F(ProgramTest, TellsAMistakeInOneSentenceWith2) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{}, "a command is missing"},
      {{"rum"}, "unknown command 'rum'"},
      {{"see"}, "see needs one of: all, one"},
      {{"see", "none"}, "see needs one of: all, one"},
      {{"see all"}, "unknown command 'see all'"},
      {{"run", "--lisen"}, "unrecognised option '--lisen'"},
      {{"run", "--cert", "bad"}, "--cert is bad"},
      {{"completion"}, "completion needs one of bash, zsh and fish"},
      {{"completion", "csh"}, "completion needs one of bash, zsh and fish"},
  };
  for (const auto& [arguments, sentence] : cases) {
    EXPECT_EQ(Start(arguments), kUsageError);
    EXPECT_EQ(err.str(), "a-tool: " + sentence + "; see 'a-tool --help'\n");
    EXPECT_EQ(out.str(), "");
  }
}

TEST_F(ProgramTest, PrintsTheTextsThatAreAskedFor) {
  const auto program = SampleProgram();
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{"--version"}, "a-tool 1.2\n"},
      {{"--help"}, Help(program)},
      {{"-h"}, Help(program)},
      {{"help"}, Help(program)},
      {{"see", "--help"}, Help(program)},
      {{"see", "all", "--help"}, Help(program, program.commands[2])},
      {{"run", "--listen", "--help"}, Help(program, program.commands[0])},
      {{"--help-markdown"}, Markdown(program)},
      {{"--help-man"}, ManPage(program)},
      {{"completion", "bash"}, BashCompletion(program)},
      {{"completion", "zsh"}, ZshCompletion(program)},
      {{"completion", "fish"}, FishCompletion(program)},
  };
  for (const auto& [arguments, text] : cases) {
    EXPECT_EQ(Start(arguments), 0);
    EXPECT_EQ(out.str(), text);
    EXPECT_EQ(err.str(), "");
  }
}

TEST_F(ProgramTest, TakesHelpBehindTwoDashesForAnOperand) {
  EXPECT_EQ(Start({"run", "--", "--help"}), 5);
  EXPECT_EQ(seen.files, std::vector<std::string>{"--help"});
}

}  // namespace
}  // namespace cli
