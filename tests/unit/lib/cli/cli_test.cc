#include "cli/cli.h"

#include <gtest/gtest.h>

namespace cli {
namespace {

const Program kProgram{"tool",
                       "1.2",
                       "does a thing",
                       {{"run",
                         "Runs it.",
                         "",
                         {{"listen", "HOST:PORT", "Where it listens.", "0.0.0.0:1"},
                          {"dry-run", "", "Changes nothing."},
                          {"name", "NAME", "A name.", "", 'n', true}}},
                        {"check", "Checks files.", "FILE...", {}}},
                       "Exit codes: 0."};

class Cli : public testing::Test {
 protected:
  base::Result<Outcome> Run(const std::vector<std::string>& arguments) {
    return Parse(kProgram, arguments,
                 {[this](const std::string& name) -> std::optional<std::string> {
                    const auto found = variables.find(name);
                    return found == variables.end() ? std::nullopt : std::optional(found->second);
                  },
                  [this](const std::string&) -> base::Result<std::string> { return file; }});
  }
  std::string Complaint(const std::vector<std::string>& arguments) {
    const auto outcome = Run(arguments);
    return outcome ? "no complaint" : outcome.error().message;
  }
  std::map<std::string, std::string> variables;
  std::string file;
};

TEST_F(Cli, TakesTheDefaultWhereNothingIsSaid) {
  const auto outcome = Run({"run"});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->parsed->Get("listen"), "0.0.0.0:1");
  EXPECT_FALSE(outcome->parsed->On("dry-run"));
}

TEST_F(Cli, PrefersTheCommandLineThenTheVariableThenTheFile) {
  file = "listen = from-file\n";
  EXPECT_EQ(Run({"run", "--config", "f"})->parsed->Get("listen"), "from-file");
  variables["TOKEN_GUARD_LISTEN"] = "from-variable";
  EXPECT_EQ(Run({"run", "--config", "f"})->parsed->Get("listen"), "from-variable");
  EXPECT_EQ(Run({"run", "--config", "f", "--listen", "from-line"})->parsed->Get("listen"), "from-line");
}

TEST_F(Cli, ReadsASwitchFromEverySource) {
  EXPECT_TRUE(Run({"run", "--dry-run"})->parsed->On("dry-run"));
  variables["TOKEN_GUARD_DRY_RUN"] = "true";
  EXPECT_TRUE(Run({"run"})->parsed->On("dry-run"));
  variables["TOKEN_GUARD_DRY_RUN"] = "yes";
  EXPECT_EQ(Complaint({"run"}), "--dry-run is a switch: 'true' or 'false' in a variable or a file; see 'tool --help'");
}

TEST_F(Cli, CollectsARepeatedFlag) {
  const auto outcome = Run({"run", "--name", "a", "-n", "b"});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->parsed->All("name"), (std::vector<std::string>{"a", "b"}));
}

TEST_F(Cli, NamesTheMistake) {
  EXPECT_EQ(Complaint({}), "a command is missing; see 'tool --help'");
  EXPECT_EQ(Complaint({"rum"}), "unknown command 'rum'; see 'tool --help'");
  EXPECT_EQ(Complaint({"run", "--lisen", "x"}), "unrecognised option '--lisen'; see 'tool --help'");
  EXPECT_EQ(Complaint({"run", "--listen"}),
            "the required argument for option '--listen' is missing; see 'tool --help'");
  EXPECT_EQ(Complaint({"run", "--listen", "a", "--listen", "b"}),
            "--listen is given more than once; see 'tool --help'");
  EXPECT_EQ(Complaint({"run", "file"}), "'run' takes no operands; see 'tool --help'");
}

TEST_F(Cli, ReadsANumberWithinItsBounds) {
  variables["TOKEN_GUARD_LISTEN"] = "7";
  const auto parsed = Run({"run"})->parsed;
  EXPECT_EQ(*parsed->Number("listen", 1, 9), 7);
  EXPECT_EQ(parsed->Number("listen", 8, 9).error().message, "--listen is '7': expected a whole number from 8 to 9");
}

TEST_F(Cli, PassesOperandsOn) {
  EXPECT_EQ(Run({"check", "a", "-"})->parsed->operands, (std::vector<std::string>{"a", "-"}));
}

TEST_F(Cli, ShowsEveryCommandAndFlagInHelpPageAndCompletion) {
  for (const auto& text : {Help(kProgram, kProgram.commands[0]), Markdown(kProgram), Completion(kProgram)}) {
    EXPECT_NE(text.find("--listen"), std::string::npos);
    EXPECT_NE(text.find("--dry-run"), std::string::npos);
  }
  EXPECT_NE(Run({"--help"})->text.find("check"), std::string::npos);
  EXPECT_EQ(Run({"--version"})->text, "tool 1.2\n");
}

}  // namespace
}  // namespace cli
