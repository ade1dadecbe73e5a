#include <algorithm>

#include "cli/render.h"

namespace cli {
namespace {

std::string Joined(const std::vector<std::string>& words, std::string_view separator = " ") {
  std::string text;
  for (const auto& word : words) {
    text += (text.empty() ? "" : std::string(separator)) + word;
  }
  return text;
}

std::string Replaced(std::string text, std::string_view characters, std::string_view prefix) {
  for (std::size_t at = 0; (at = text.find_first_of(characters, at)) != std::string::npos; at += prefix.size() + 1) {
    text.insert(at, prefix);
  }
  return text;
}

// In single quotes for every shell here; fish escapes quotes as \', bash and zsh do not.
std::string Quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    out += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return out + "'";
}

std::string FunctionName(const Program& program) {
  std::string name = "_" + program.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

std::vector<std::string> Groups(const Program& program) {
  std::vector<std::string> groups;
  for (const auto& command : program.commands) {
    const auto group = GroupOf(command);
    if (!group.empty() && std::find(groups.begin(), groups.end(), group) == groups.end()) {
      groups.push_back(group);
    }
  }
  return groups;
}

// What the first word can be, each with its description.
std::vector<std::pair<std::string, std::string>> FirstWords(const Program& program) {
  std::vector<std::pair<std::string, std::string>> words;
  for (const auto& command : program.commands) {
    if (GroupOf(command).empty()) {
      words.emplace_back(command.name, command.summary);
    }
  }
  for (const auto& group : Groups(program)) {
    words.emplace_back(group, Joined(WordsOf(program, group), ", ") + ".");
  }
  words.emplace_back("completion", "Print the completion script of a shell.");
  return words;
}

std::vector<std::string> CommandNames(const Program& program) {
  std::vector<std::string> names;
  for (const auto& [word, summary] : FirstWords(program)) {
    names.push_back(word);
  }
  return names;
}

// "--output" and "-o".
std::vector<std::string> Spellings(const Option& option) {
  std::vector<std::string> names{"--" + option.name};
  if (option.short_name != 0) {
    names.push_back(std::string("-") + option.short_name);
  }
  return names;
}

// bash: the cases "COMMAND PREVIOUS-WORD" in which the current word is the value of an option.
std::string BashValues(const Command& command) {
  std::string text;
  for (const auto& option : command.options.Table()) {
    if (option.value.empty()) {
      continue;
    }
    std::vector<std::string> cases;
    for (const auto& name : Spellings(option)) {
      cases.push_back("'" + command.name + " " + name + "'");
    }
    text += "    " + Joined(cases, " | ") + ") " +
            (!option.choices.empty() ? "words='" + Joined(option.choices) + "'"
             : IsPath(option)        ? std::string("action=-f")
                                     : std::string("action=none")) +
            " ;;\n";
  }
  return text + "    '" + command.name + " --config') action=-f ;;\n";
}

std::string BashFlags(const Command& command) {
  std::vector<std::string> flags;
  for (const auto& option : command.options.Table()) {
    flags.push_back("--" + option.name);
  }
  return "    '" + command.name + " '*) words='" + Joined(flags) + " --config --help'" +
         (command.options.OperandsShown().empty() ? "" : "; [[ $current == -* ]] || action=-f") + " ;;\n";
}

// zsh: the option as _arguments takes it.
std::string ZshOption(const Option& option) {
  std::string text;
  const std::string help = Replaced(Explained(option), "[]:\\", "\\");
  const std::string value = option.value.empty() ? ""
                                                 : ":" + Replaced(option.value, ":", "\\") +
                                                       (!option.choices.empty() ? ":(" + Joined(option.choices) + ")"
                                                        : IsPath(option)        ? ":_files"
                                                                                : ": ");
  for (const auto& name : Spellings(option)) {
    const std::string equals = option.value.empty() || !name.starts_with("--") ? "" : "=";
    text += " \\\n        " + Quoted((option.repeated ? "*" : "") + name + equals + "[" + help + "]" + value);
  }
  return text;
}

// zsh: completes the second word of a group, then makes one word of both.
std::string ZshGroup(const Program& program, const std::string& group) {
  std::string words;
  for (const auto& command : program.commands) {
    if (GroupOf(command) == group) {
      words += " " + Quoted(command.name.substr(group.size() + 1) + ":" + command.summary);
    }
  }
  return "  if [[ $words[1] == " + group +
         " ]]; then\n"
         "    if (( CURRENT == 2 )); then\n"
         "      local -a commands\n"
         "      commands=(" +
         words +
         ")\n"
         "      _describe command commands\n"
         "      return\n"
         "    fi\n"
         "    words=(\"$words[1] $words[2]\" \"${(@)words[3,-1]}\")\n"
         "    (( CURRENT-- ))\n"
         "  fi\n";
}

}  // namespace

std::string BashCompletion(const Program& program) {
  std::string values;
  std::string flags;
  std::string groups;
  for (const auto& command : program.commands) {
    values += BashValues(command);
    flags += BashFlags(command);
  }
  for (const auto& group : Groups(program)) {
    groups += "  [[ $command != " + group + " || $COMP_CWORD -le 2 ]] || command+=\" ${COMP_WORDS[2]}\"\n";
    flags += "    '" + group + " " + group + "') words='" + Joined(WordsOf(program, group)) + "' ;;\n";
  }
  return "# bash completion of " + program.name + ": source <(" + program.name + " completion bash)\n" +
         FunctionName(program) + "() {\n" +
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} words='' action=''\n"
         "  local command=''\n"
         "  [ \"$COMP_CWORD\" -le 1 ] || command=${COMP_WORDS[1]}\n" +
         groups + "  case \"$command $previous\" in\n" + values + flags +
         "    'completion completion') words='bash zsh fish' ;;\n" + "    ' '*) words='" +
         Joined(CommandNames(program)) +
         " --help --version' ;;\n"
         "  esac\n"
         "  COMPREPLY=()\n"
         "  if [ \"$action\" = -f ]; then\n"
         "    compopt -o filenames 2> /dev/null\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
         "  elif [ \"$action\" != none ]; then\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "  fi\n"
         "}\n"
         "complete -F " +
         FunctionName(program) + " " + program.name + "\n";
}

std::string ZshCompletion(const Program& program) {
  std::string commands;
  std::string groups;
  std::string cases;
  for (const auto& [word, summary] : FirstWords(program)) {
    commands += " \\\n      " + Quoted(word + ":" + summary);
  }
  for (const auto& group : Groups(program)) {
    groups += ZshGroup(program, group);
  }
  for (const auto& command : program.commands) {
    cases += "    " + (GroupOf(command).empty() ? command.name : Quoted(command.name)) + ")\n      _arguments -s";
    for (const auto& option : command.options.Table()) {
      cases += ZshOption(option);
    }
    cases +=
        " \\\n        '--config=[Read further options from this file.]:FILE:_files' \\\n        '--help[Show the "
        "flags.]'";
    cases += command.options.OperandsShown().empty() ? "" : " \\\n        '*:FILE:_files'";
    cases += " ;;\n";
  }
  const std::string function = FunctionName(program);
  return "#compdef " + program.name + "\n" + function +
         "() {\n"
         "  if (( CURRENT == 2 )); then\n"
         "    local -a commands\n"
         "    commands=(" +
         commands +
         ")\n"
         "    _describe command commands\n"
         "    return\n"
         "  fi\n"
         "  shift words\n"
         "  (( CURRENT-- ))\n" +
         groups + "  case $words[1] in\n" + cases +
         "    completion) _values shell bash zsh fish ;;\n"
         "  esac\n"
         "}\n" +
         // Sourced, the file registers the function; autoloaded from fpath, zsh calls the file's code as the function.
         "if [ \"$funcstack[1]\" = " + function + " ] || [ \"$funcstack[1]\" = _" + program.name + " ]; then\n  " +
         function + " \"$@\"\nelse\n  compdef " + function + " " + program.name + "\nfi\n";
}

std::string FishCompletion(const Program& program) {
  const std::string start = "complete -c " + program.name + " ";
  const auto described = [](const std::string& text) { return " -d '" + Replaced(text, "\\'", "\\") + "'"; };
  std::string text =
      "# fish completion of " + program.name + ": " + program.name + " completion fish | source\n" + start + "-f\n";
  for (const auto& [word, summary] : FirstWords(program)) {
    text += start + "-n __fish_use_subcommand -a " + word + described(summary) + "\n";
  }
  for (const auto& command : program.commands) {
    const std::string seen = "__fish_seen_subcommand_from ";
    const std::string group = GroupOf(command);
    const std::string word = group.empty() ? command.name : command.name.substr(group.size() + 1);
    const std::string within = start + "-n '" + (group.empty() ? "" : seen + group + "; and ") + seen + word + "' ";
    if (!group.empty()) {
      text += start + "-n '" + seen + group + "; and not " + seen + Joined(WordsOf(program, group)) + "' -a " + word +
              described(command.summary) + "\n";
    }
    for (const auto& option : command.options.Table()) {
      text += within + "-l " + option.name + (option.short_name == 0 ? "" : std::string(" -s ") + option.short_name);
      text += option.value.empty()      ? ""
              : !option.choices.empty() ? " -x -a '" + Joined(option.choices) + "'"
              : IsPath(option)          ? " -r -F"
                                        : " -x";
      text += described(Explained(option)) + "\n";
    }
    text += within + "-l config -r -F -d 'Read further options from this file.'\n";
    text += command.options.OperandsShown().empty() ? "" : within + "-F\n";
  }
  return text + start + "-n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'\n";
}

}  // namespace cli
