#include <gtest/gtest.h>

#include "cli/render.h"
#include "sample_program.h"

// What the shells make of the scripts is tested with the shells themselves: tests/component/test_shell.py.
namespace cli {
namespace {

void ExpectParts(const std::string& script, std::initializer_list<const char*> parts) {
  for (const auto* part : parts) {
    EXPECT_NE(script.find(part), std::string::npos) << part << "\nis not in\n" << script;
  }
}

TEST(BashCompletion, KnowsFlagsChoicesAndPaths) {
  ExpectParts(
      BashCompletion(SampleProgram()),
      {"_a_tool() {", "'run --output' | 'run -o') words='text json' ;;", "'run --cert') action=-f ;;",
       "'run --listen') action=none ;;", "'run '*) words='--listen --cert --name --dry-run --drain --output",
       "'stop '*) words=' --config --help' ;;", "words='run stop see completion --help --version'", "command != see ||",
       "'see see') words='all one' ;;", "'see all '*) words=' --config --help' ;;", "complete -F _a_tool a-tool\n"});
}

TEST(ZshCompletion, EscapesWhatItsArgumentsWouldRead) {
  ExpectParts(ZshCompletion(SampleProgram()),
              {"#compdef a-tool\n", "'run:Run the thing.'",
               R"('--listen=[Where to listen\: \[host\] it'\''s. (default\: 0.0.0.0\:1)]:HOST\:PORT: ')",
               "'--cert=[A certificate.]:FILE:_files'", "'*--name=[A name. Can be given several times.]:NAME: '",
               "'see:all, one.'", "commands=( 'all:Show things.' 'one:Show things.')", "    'see all')\n",
               "'--dry-run[Change nothing.]'", "'-o[Format of the output. (default\\: text)]:text|json:(text json)'"});
}

TEST(FishCompletion, DescribesEachFlag) {
  ExpectParts(
      FishCompletion(SampleProgram()),
      {"-n __fish_use_subcommand -a run -d 'Run the thing.'",
       "-n '__fish_seen_subcommand_from see; and not __fish_seen_subcommand_from all one' -a one -d",
       "-n '__fish_seen_subcommand_from see; and __fish_seen_subcommand_from one' -l config",
       "-n '__fish_seen_subcommand_from run' -l cert -r -F -d 'A certificate.'", "-l output -s o -x -a 'text json' -d",
       R"(-l listen -x -d 'Where to listen: [host] it\'s.)", "-l dry-run -d 'Change nothing.'"});
}

}  // namespace
}  // namespace cli
