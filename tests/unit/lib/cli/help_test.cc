#include <gtest/gtest.h>

#include "cli/render.h"
#include "sample_program.h"

namespace cli {
namespace {

TEST(Help, ListsCommandsAndExitCodes) {
  EXPECT_EQ(Help(SampleProgram()),
            "a-tool: does a thing\n"
            "\n"
            "Commands:\n"
            "  run         Run the thing.\n"
            "  stop        Stop the thing.\n"
            "  see all     Show things.\n"
            "  see one     Show things.\n"
            "  completion  Print the completion script of a shell: bash, zsh or fish.\n"
            "\n"
            "Exit codes:\n"
            "  0  done\n"
            "  2  wrong usage\n"
            "\n"
            "'a-tool COMMAND --help' shows the flags of a command, --version the version.\n");
}

TEST(Help, ShowsEachOptionWithItsDefaultAndValues) {
  const auto program = SampleProgram();
  const auto text = Help(program, program.commands[0]);
  EXPECT_EQ(text.substr(0, text.find("\nEach flag")),
            "usage: a-tool run [OPTIONS] FILE...\n"
            "Run the thing.\n"
            "\n"
            "  --listen HOST:PORT\n"
            "      Where to listen: [host] it's. (default: 0.0.0.0:1)\n"
            "  --cert FILE\n"
            "      A certificate.\n"
            "  --name NAME\n"
            "      A name. Can be given several times.\n"
            "  --dry-run\n"
            "      Change nothing.\n"
            "  --drain SECONDS\n"
            "      Time to drain. (default: 3; a whole number from 0 to 60)\n"
            "  -o, --output text|json\n"
            "      Format of the output. (default: text)\n");
}

TEST(Markdown, HoldsEachCommandOptionAndExitCode) {
  const auto page = Markdown(SampleProgram());
  for (const auto* line : {"# a-tool\n", "## `a-tool run [OPTIONS] FILE...`\n", "| `--dry-run` | Change nothing. |\n",
                           "| `-o, --output text\\|json` | Format of the output. (default: text) |\n",
                           "## `a-tool stop`\n", "## `a-tool completion bash|zsh|fish`\n", "| 2 | wrong usage |\n"}) {
    EXPECT_NE(page.find(line), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace cli
