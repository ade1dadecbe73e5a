#include <algorithm>

#include "cli/render.h"

namespace cli {
namespace {

constexpr std::string_view kCompletion = "completion";
constexpr std::string_view kCompletionSummary = "Print the completion script of a shell: bash, zsh or fish.";
constexpr std::string_view kPrecedence =
    "Each flag can also be set by the variable TOKEN_GUARD_<FLAG> (for example TOKEN_GUARD_REQUEST_TIMEOUT) or by a "
    "line\n"
    "'flag = value' of the file that --config FILE names. The command line takes precedence over the variable, the\n"
    "variable over the file. An empty variable counts as unset.\n";

std::string Row(std::string_view name, std::size_t width, std::string_view text) {
  return "  " + std::string(name) + std::string(width - name.size() + 2, ' ') + std::string(text) + "\n";
}

}  // namespace

std::string Synopsis(const Program& program, const Command& command) {
  const auto& operands = command.options.OperandsShown();
  return program.name + " " + command.name + (command.options.Table().empty() ? "" : " [OPTIONS]") +
         (operands.empty() ? "" : " " + operands);
}

std::string Spelled(const Option& option) {
  return (option.short_name == 0 ? "" : std::string("-") + option.short_name + ", ") + "--" + option.name +
         (option.value.empty() ? "" : " " + option.value);
}

std::string Explained(const Option& option) {
  std::string facts = option.fallback.empty() ? "" : "default: " + option.fallback;
  if (!option.value.empty() && !option.expected.empty() && option.choices.empty()) {
    facts += (facts.empty() ? "" : "; ") + option.expected;
  }
  return option.help + (option.repeated ? " Can be given several times." : "") +
         (facts.empty() ? "" : " (" + facts + ")");
}

bool IsPath(const Option& option) { return option.value == "FILE" || option.value == "DIR"; }

std::string Help(const Program& program) {
  std::string text = program.name + ": " + program.summary + "\n\nCommands:\n";
  std::size_t width = kCompletion.size();
  for (const auto& command : program.commands) {
    width = std::max(width, command.name.size());
  }
  for (const auto& command : program.commands) {
    text += Row(command.name, width, command.summary);
  }
  text += Row(kCompletion, width, kCompletionSummary) + "\nExit codes:\n";
  for (const auto& [code, meaning] : program.exit_codes) {
    text += Row(std::to_string(code), 1, meaning);
  }
  return text + "\n'" + program.name + " COMMAND --help' shows the flags of a command, --version the version.\n";
}

std::string Help(const Program& program, const Command& command) {
  std::string text = "usage: " + Synopsis(program, command) + "\n" + command.summary + "\n\n";
  for (const auto& option : command.options.Table()) {
    text += "  " + Spelled(option) + "\n      " + Explained(option) + "\n";
  }
  return text + "\n" + std::string(kPrecedence);
}

std::string Markdown(const Program& program) {
  const auto cell = [](std::string text) {  // A '|' would end the cell.
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
      text.insert(at, 1, '\\');
    }
    return text;
  };
  std::string text = "# " + program.name + "\n\n" + program.name + " " + program.summary + "\n\n" +
                     "This page is printed by `" + program.name + " --help-markdown`.\n";
  for (const auto& command : program.commands) {
    text += "\n## `" + Synopsis(program, command) + "`\n\n" + command.summary + "\n";
    text += command.options.Table().empty() ? "" : "\n| flag | effect |\n|---|---|\n";
    for (const auto& option : command.options.Table()) {
      text += "| `" + cell(Spelled(option)) + "` | " + cell(Explained(option)) + " |\n";
    }
  }
  text += "\n## `" + program.name + " completion bash|zsh|fish`\n\n" + std::string(kCompletionSummary) +
          "\n\n## Variables and file\n\n" + std::string(kPrecedence) +
          "\n## Exit codes\n\n| code | meaning |\n|---|---|\n";
  for (const auto& [code, meaning] : program.exit_codes) {
    text += "| " + std::to_string(code) + " | " + meaning + " |\n";
  }
  return text;
}

}  // namespace cli
