#include "cli/cli.h"

#include <algorithm>
#include <boost/program_options.hpp>
#include <cctype>
#include <charconv>
#include <sstream>

namespace cli {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kConfig = "config";
constexpr std::string_view kOperands = "operands";

std::string VariableName(std::string_view flag) {
  std::string name = "TOKEN_GUARD_";
  for (const char c : flag) {
    name.push_back(c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  }
  return name;
}

const Command* Find(const Program& program, std::string_view name) {
  const auto found = std::find_if(program.commands.begin(), program.commands.end(),
                                  [&](const Command& command) { return command.name == name; });
  return found == program.commands.end() ? nullptr : &*found;
}

po::options_description Describe(const Command& command, bool on_command_line) {
  po::options_description options;
  for (const auto& flag : command.flags) {
    std::string name(flag.name);
    if (on_command_line && flag.short_name != 0) {
      name += std::string(",") + flag.short_name;
    }
    // In a file and in a variable a switch has a value too: `dry-run = true`.
    if (flag.value.empty() && on_command_line) {
      options.add_options()(name.c_str(), po::value<std::vector<std::string>>()->zero_tokens());
    } else {
      options.add_options()(name.c_str(), po::value<std::vector<std::string>>());
    }
  }
  if (on_command_line) {
    options.add_options()("config", po::value<std::vector<std::string>>());
    options.add_options()("help", "")("operands", po::value<std::vector<std::string>>());
  }
  return options;
}

base::Error Usage(const Program& program, const std::string& sentence) {
  return {base::Code::kInvalid, sentence + "; see '" + std::string(program.name) + " --help'"};
}

using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

void Collect(const po::parsed_options& parsed, Values& into) {
  Values found;
  for (const auto& option : parsed.options) {
    auto& values = found[option.string_key];
    values.insert(values.end(), option.value.begin(), option.value.end());
    if (option.value.empty()) {
      values.emplace_back("true");
    }
  }
  for (auto& [name, values] : found) {
    into.emplace(name, std::move(values));  // What an earlier source said stays.
  }
}

base::Result<void> CollectFile(const Program& program, const Command& command, const Sources& sources,
                               const std::string& path, Values& into) {
  auto text = sources.file(path);
  if (!text) {
    return base::Fail(text.error().With("--config"));
  }
  std::istringstream stream(*text);
  try {
    Collect(po::parse_config_file(stream, Describe(command, false)), into);
  } catch (const po::error& error) {
    return base::Fail(Usage(program, "the file " + path + " is no configuration: " + error.what()));
  }
  return {};
}

base::Result<void> Check(const Program& program, const Command& command, const Values& values) {
  for (const auto& flag : command.flags) {
    const auto found = values.find(flag.name);
    if (found == values.end()) {
      continue;
    }
    const std::string name = "--" + std::string(flag.name);
    if (found->second.size() > 1 && !flag.repeated) {
      return base::Fail(Usage(program, name + " is given more than once"));
    }
    if (flag.value.empty() && found->second.back() != "true" && found->second.back() != "false") {
      return base::Fail(Usage(program, name + " is a switch: 'true' or 'false' in a variable or a file"));
    }
  }
  return {};
}

base::Result<Parsed> ParseCommand(const Program& program, const Command& command,
                                  const std::vector<std::string>& arguments, const Sources& sources) {
  Parsed parsed;
  parsed.command = command.name;
  po::positional_options_description operands;
  operands.add(std::string(kOperands).c_str(), -1);
  try {
    Collect(po::command_line_parser(arguments)
                .options(Describe(command, true))
                .positional(operands)
                .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
                .run(),
            parsed.values);
  } catch (const po::error& error) {
    return base::Fail(Usage(program, error.what()));
  }
  for (const auto& flag : command.flags) {
    if (auto value = sources.environment(VariableName(flag.name))) {
      parsed.values.emplace(std::string(flag.name), std::vector<std::string>{*value});
    }
  }
  const std::string config = parsed.Get(kConfig);
  if (!config.empty()) {
    if (auto read = CollectFile(program, command, sources, config, parsed.values); !read) {
      return base::Fail(read.error());
    }
  }
  if (auto checked = Check(program, command, parsed.values); !checked) {
    return base::Fail(checked.error());
  }
  for (const auto& flag : command.flags) {
    if (!flag.fallback.empty()) {
      parsed.values.emplace(std::string(flag.name), std::vector<std::string>{std::string(flag.fallback)});
    }
  }
  parsed.operands = parsed.All(kOperands);
  if (!parsed.operands.empty() && command.operands.empty()) {
    return base::Fail(Usage(program, "'" + std::string(command.name) + "' takes no operands"));
  }
  return parsed;
}

}  // namespace

std::vector<std::string> Parsed::All(std::string_view flag) const {
  const auto found = values.find(flag);
  return found == values.end() ? std::vector<std::string>{} : found->second;
}

std::string Parsed::Get(std::string_view flag) const {
  const auto found = values.find(flag);
  return found == values.end() || found->second.empty() ? std::string() : found->second.back();
}

bool Parsed::On(std::string_view flag) const { return Get(flag) == "true"; }

base::Result<long> Parsed::Number(std::string_view flag, long least, long most) const {
  const std::string text = Get(flag);
  long number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return base::Fail(base::Code::kInvalid, "--" + std::string(flag) + " is '" + text +
                                                "': expected a whole number from " + std::to_string(least) + " to " +
                                                std::to_string(most));
  }
  return number;
}

base::Result<Outcome> Parse(const Program& program, const std::vector<std::string>& arguments, const Sources& sources) {
  const auto has = [&](std::string_view word) {
    const auto end = std::find(arguments.begin(), arguments.end(), "--");
    return std::find(arguments.begin(), end, word) != end;
  };
  const std::string first = arguments.empty() ? "" : arguments.front();
  const Command* command = Find(program, first);
  if (first == "--version") {
    return Outcome{std::nullopt, std::string(program.name) + " " + std::string(program.version) + "\n"};
  }
  if (first == "--help-markdown") {
    return Outcome{std::nullopt, Markdown(program)};
  }
  if (first == "--help-completion") {
    return Outcome{std::nullopt, Completion(program)};
  }
  if (first == "--help" || first == "-h" || first == "help") {
    return Outcome{std::nullopt, Help(program)};
  }
  if (command == nullptr) {
    return base::Fail(Usage(program, arguments.empty() ? "a command is missing" : "unknown command '" + first + "'"));
  }
  if (has("--help")) {
    return Outcome{std::nullopt, Help(program, *command)};
  }
  auto parsed = ParseCommand(program, *command, {arguments.begin() + 1, arguments.end()}, sources);
  if (!parsed) {
    return base::Fail(parsed.error());
  }
  return Outcome{std::move(*parsed), ""};
}

}  // namespace cli
