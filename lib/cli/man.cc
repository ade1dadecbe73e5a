#include <algorithm>
#include <cctype>

#include "cli/render.h"

namespace cli {
namespace {

// Text that roff prints as it stands.
std::string Escaped(std::string_view text) {
  std::string out = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
  for (const char c : text) {
    out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return out;
}

std::string Bold(std::string_view text) { return "\\fB" + Escaped(text) + "\\fR"; }

std::string Entry(const std::string& head, std::string_view text) {
  return ".TP\n" + head + "\n" + Escaped(text) + "\n";
}

std::string Head(const Option& option) {
  return (option.short_name == 0 ? "" : Bold(std::string("-") + option.short_name) + ", ") + Bold("--" + option.name) +
         (option.value.empty() ? "" : " \\fI" + Escaped(option.value) + "\\fR");
}

}  // namespace

std::string ManPage(const Program& program) {
  std::string title = program.name;
  std::transform(title.begin(), title.end(), title.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  std::string page = ".TH " + Escaped(title) + " 1 \"\" \"" + Escaped(program.name + " " + program.version) +
                     "\" \"User Commands\"\n.SH NAME\n" + Escaped(program.name) + " \\- " + Escaped(program.summary) +
                     "\n.SH SYNOPSIS\n";
  for (const auto& command : program.commands) {
    page += Escaped(Synopsis(program, command)) + "\n.br\n";
  }
  page += Escaped(program.name + " completion bash|zsh|fish") + "\n";
  for (const auto& command : program.commands) {
    std::string heading = command.name;
    std::transform(heading.begin(), heading.end(), heading.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    page += ".SH " + Escaped(heading) + "\n" + Escaped(command.summary) + "\n";
    for (const auto& option : command.options.Table()) {
      page += Entry(Head(option), Explained(option));
    }
  }
  page += ".SH ENVIRONMENT\n" +
          Entry(Bold("TOKEN_GUARD_") + "\\fIFLAG\\fR",
                "The value of a flag, in upper case and with '_' for '-'. The command line takes precedence. An empty "
                "variable counts as unset.") +
          ".SH FILES\n" +
          Entry(Bold("--config") + " \\fIFILE\\fR",
                "Lines 'flag = value'. The command line and the variables take precedence.") +
          ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : program.exit_codes) {
    page += Entry(Bold(std::to_string(code)), meaning);
  }
  return page;
}

}  // namespace cli
