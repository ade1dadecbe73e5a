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

std::string Unknown(const Program& program, const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    return "a command is missing";
  }
  const auto words = WordsOf(program, arguments.front());
  std::string all;
  for (const auto& word : words) {
    all += (all.empty() ? "" : ", ") + word;
  }
  return !words.empty()                      ? arguments.front() + " needs one of: " + all
         : arguments.front() == "completion" ? "completion needs one of bash, zsh and fish"
                                             : "unknown command '" + arguments.front() + "'";
}

// How many arguments name the command; 0 if they name another one.
std::size_t NamedBy(const Command& command, const std::vector<std::string>& arguments) {
  const auto group = GroupOf(command);
  if (group.empty()) {
    return !arguments.empty() && arguments[0] == command.name ? 1 : 0;
  }
  return arguments.size() > 1 && arguments[0] == group && group + " " + arguments[1] == command.name ? 2 : 0;
}

// `audit --help`: of a group, not of one of its commands.
bool AsksForGroup(const Program& program, const std::vector<std::string>& arguments) {
  return arguments.size() == 2 && (arguments[1] == "--help" || arguments[1] == "-h") &&
         !WordsOf(program, arguments[0]).empty();
}

bool AsksForHelp(const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::find(arguments.begin(), end, "--help") != end;
}

}  // namespace

std::string GroupOf(const Command& command) {
  const auto blank = command.name.find(' ');
  return blank == std::string::npos ? "" : command.name.substr(0, blank);
}

std::vector<std::string> WordsOf(const Program& program, const std::string& group) {
  std::vector<std::string> words;
  for (const auto& command : program.commands) {
    if (!group.empty() && GroupOf(command) == group) {
      words.push_back(command.name.substr(group.size() + 1));
    }
  }
  return words;
}

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
  if (AsksForGroup(program, arguments)) {
    out << Help(program) << std::flush;
    return 0;
  }
  const auto command = std::find_if(program.commands.begin(), program.commands.end(),
                                    [&](const Command& candidate) { return NamedBy(candidate, arguments) > 0; });
  if (command == program.commands.end()) {
    return complain(Unknown(program, arguments));
  }
  if (AsksForHelp(arguments)) {
    out << Help(program, *command) << std::flush;
    return 0;
  }
  const auto first = arguments.begin() + static_cast<std::ptrdiff_t>(NamedBy(*command, arguments));
  if (auto read = command->options.Read({first, arguments.end()}, sources); !read) {
    return complain(read.error().message);
  }
  if (auto valid = command->validate(); !valid) {
    return complain(valid.error().message);
  }
  return command->run();
}

}  // namespace cli
