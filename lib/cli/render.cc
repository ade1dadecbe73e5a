#include <algorithm>

#include "cli/cli.h"

namespace cli {
namespace {

std::string Spelled(const Flag& flag) {
  std::string text = "--" + std::string(flag.name);
  if (flag.short_name != 0) {
    text = std::string("-") + flag.short_name + ", " + text;
  }
  if (!flag.value.empty()) {
    text += " " + std::string(flag.value);
  }
  return text;
}

std::string Explained(const Flag& flag) {
  std::string text(flag.help);
  if (!flag.fallback.empty()) {
    text += " (default: " + std::string(flag.fallback) + ")";
  }
  if (flag.repeated) {
    text += " May be given several times.";
  }
  return text;
}

std::string Synopsis(const Program& program, const Command& command) {
  std::string text = std::string(program.name) + " " + std::string(command.name);
  if (!command.flags.empty()) {
    text += " [FLAGS]";
  }
  if (!command.operands.empty()) {
    text += " " + std::string(command.operands);
  }
  return text;
}

constexpr std::string_view kPrecedence =
    "Every flag may also be given as the variable TOKEN_GUARD_<FLAG> (for example TOKEN_GUARD_LISTEN) or as a line\n"
    "'flag = value' of the file named by --config FILE; the command line comes first, then the variable, then the "
    "file.\n";

}  // namespace

std::string Help(const Program& program) {
  std::string text = std::string(program.name) + ": " + std::string(program.summary) + "\n\nCommands:\n";
  std::size_t width = 0;
  for (const auto& command : program.commands) {
    width = std::max(width, command.name.size());
  }
  for (const auto& command : program.commands) {
    text += "  " + std::string(command.name) + std::string(width - command.name.size() + 2, ' ') +
            std::string(command.summary) + "\n";
  }
  text +=
      "\n'" + std::string(program.name) + " COMMAND --help' tells a command's flags; --version tells the version.\n";
  if (!program.epilogue.empty()) {
    text += "\n" + std::string(program.epilogue) + "\n";
  }
  return text;
}

std::string Help(const Program& program, const Command& command) {
  std::string text = "usage: " + Synopsis(program, command) + "\n" + std::string(command.summary) + "\n";
  if (!command.flags.empty()) {
    text += "\n";
  }
  for (const auto& flag : command.flags) {
    text += "  " + Spelled(flag) + "\n      " + Explained(flag) + "\n";
  }
  return text + "\n" + std::string(kPrecedence);
}

std::string Markdown(const Program& program) {
  std::string text = "## " + std::string(program.name) + "\n\n" + std::string(program.summary) + "\n";
  for (const auto& command : program.commands) {
    text += "\n### `" + Synopsis(program, command) + "`\n\n" + std::string(command.summary) + "\n";
    if (!command.flags.empty()) {
      text += "\n| flag | meaning |\n|---|---|\n";
    }
    for (const auto& flag : command.flags) {
      text += "| `" + Spelled(flag) + "` | " + Explained(flag) + " |\n";
    }
  }
  if (!program.epilogue.empty()) {
    text += "\n" + std::string(program.epilogue) + "\n";
  }
  return text;
}

std::string Completion(const Program& program) {
  std::string function = "_" + std::string(program.name);
  std::replace(function.begin(), function.end(), '-', '_');
  std::string commands;
  std::string cases;
  for (const auto& command : program.commands) {
    commands += (commands.empty() ? "" : " ") + std::string(command.name);
    std::string flags = "--help --config";
    for (const auto& flag : command.flags) {
      flags += " --" + std::string(flag.name);
    }
    cases += "    " + std::string(command.name) + ") words=\"" + flags + "\" ;;\n";
  }
  return function + "() {\n  local words\n  case ${COMP_WORDS[1]} in\n" + cases + "    *) words=\"" + commands +
         " --help --version\" ;;\n  esac\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- "
         "\"${COMP_WORDS[COMP_CWORD]}\")\n" +
         "}\ncomplete -o default -F " + function + " " + std::string(program.name) + "\n";
}

}  // namespace cli
