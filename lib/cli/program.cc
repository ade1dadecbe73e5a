#include "cli/program.h"

#include <algorithm>
#include <optional>
#include <ostream>

#include "cli/render.h"

namespace cli {
namespace {

// The text that the first words ask for; null if they name a command.
std::optional<std::string> Requested(const Program& program, const std::vector<std::string>& arguments) {
  const std::string first = arguments.empty() ? "" : arguments.front();
  if (first == "--version") {
    return program.name + " " + program.version + "\n";
  }
  if (first == "--help" || first == "-h" || first == "help") {
    return Help(program);
  }
  if (first == "--help-markdown") {
    return Markdown(program);
  }
  if (first == "--help-man") {
    return ManPage(program);
  }
  if (first == "completion" && arguments.size() == 2) {
    const auto& shell = arguments[1];
    return shell == "bash"   ? std::optional(BashCompletion(program))
           : shell == "zsh"  ? std::optional(ZshCompletion(program))
           : shell == "fish" ? std::optional(FishCompletion(program))
                             : std::nullopt;
  }
  return std::nullopt;
}

std::string Unknown(const std::vector<std::string>& arguments) {
  return arguments.empty()                   ? "a command is missing"
         : arguments.front() == "completion" ? "completion needs one of bash, zsh and fish"
                                             : "unknown command '" + arguments.front() + "'";
}

bool AsksForHelp(const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::find(arguments.begin(), end, "--help") != end;
}

}  // namespace

int Run(Program& program, const std::vector<std::string>& arguments, const Sources& sources, std::ostream& out,
        std::ostream& err) {
  if (const auto text = Requested(program, arguments)) {
    out << *text << std::flush;
    return 0;
  }
  const auto complain = [&](const std::string& sentence) {
    err << program.name << ": " << sentence << "; see '" << program.name << " --help'\n";
    return kUsageError;
  };
  const auto command = std::find_if(program.commands.begin(), program.commands.end(), [&](const Command& candidate) {
    return !arguments.empty() && candidate.name == arguments.front();
  });
  if (command == program.commands.end()) {
    return complain(Unknown(arguments));
  }
  if (AsksForHelp(arguments)) {
    out << Help(program, *command) << std::flush;
    return 0;
  }
  if (auto read = command->options.Read({arguments.begin() + 1, arguments.end()}, sources); !read) {
    return complain(read.error().message);
  }
  if (auto valid = command->validate(); !valid) {
    return complain(valid.error().message);
  }
  return command->run();
}

}  // namespace cli
