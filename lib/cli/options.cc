#include "cli/options.h"

#include <boost/program_options.hpp>
#include <cctype>
#include <charconv>
#include <sstream>

namespace cli {
namespace {

namespace po = boost::program_options;

std::string Names(const Flag& flag) {
  return std::string(flag.name) + (flag.short_name == 0 ? "" : std::string(",") + flag.short_name);
}

// The values of environment variables, as if they had been parsed.
po::parsed_options Variables(const std::vector<Option>& table, const po::options_description& description,
                             const Sources& sources) {
  po::parsed_options parsed(&description);
  for (const auto& option : table) {
    if (const auto value = sources.environment(VariableName(option.name)); value && !value->empty()) {
      parsed.options.emplace_back(option.name, std::vector<std::string>{*value});
    }
  }
  return parsed;
}

}  // namespace

std::string VariableName(std::string_view flag) {
  std::string name = "TOKEN_GUARD_";
  for (const char c : flag) {
    name.push_back(c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  }
  return name;
}

Format<std::chrono::seconds> Seconds(long least, long most) {
  return {"a whole number from " + std::to_string(least) + " to " + std::to_string(most),
          [=](const std::string& text) -> std::optional<std::chrono::seconds> {
            long number = 0;
            const char* const end = text.data() + text.size();
            const auto [stop, error] = std::from_chars(text.data(), end, number);
            return error == std::errc() && stop == end && number >= least && number <= most
                       ? std::optional(std::chrono::seconds(number))
                       : std::nullopt;
          },
          [](const std::chrono::seconds& value) { return std::to_string(value.count()); },
          {}};
}

Options::Options() : description_(std::make_shared<po::options_description>()) {}

void Options::Add(const Flag& flag, std::string& field) {
  AddRow(flag).fallback = field;
  description_->add_options()(Names(flag).c_str(), po::value<std::string>(&field)->default_value(field));
}

void Options::Add(const Flag& flag, std::vector<std::string>& field) {
  AddRow(flag).repeated = true;
  description_->add_options()(Names(flag).c_str(), po::value<std::vector<std::string>>(&field));
}

void Options::Add(const Flag& flag, bool& field) {
  const auto format = OneOf<bool>({{"true", true}, {"false", false}});
  AddParsed(flag, {format.write(field), format.expected, {}}, [&field, format](const std::string& text) {
    const auto value = format.read(text);
    field = value.value_or(field);
    return value.has_value();
  });
}

void Options::AddParsed(const Flag& flag, const Text& text, const std::function<bool(const std::string&)>& assign) {
  Option& row = AddRow(flag);
  row.choices = text.choices;
  for (const auto& choice : text.choices) {
    row.value += (row.value.empty() ? "" : "|") + choice;
  }
  const auto check = [name = row.name, expected = text.expected, assign](const std::string& value) {
    if (!assign(value)) {
      throw po::error("--" + name + " is '" + value + "': expected " + expected);
    }
  };
  auto* const value = po::value<std::string>()->default_value(text.fallback)->notifier(check);
  if (row.value.empty()) {  // A switch: `--flag` alone means true.
    value->implicit_value("true");
  } else {
    row.fallback = text.fallback;
    row.expected = text.expected;
  }
  description_->add_options()(Names(flag).c_str(), value);
}

Option& Options::AddRow(const Flag& flag) {
  Option& row = table_.emplace_back();
  row.name = flag.name;
  row.short_name = flag.short_name;
  row.value = flag.value;
  row.help = flag.help;
  return row;
}

void Options::Operands(std::string_view placeholder, std::vector<std::string>& field) {
  operands_shown_ = placeholder;
  operands_ = &field;
}

base::Result<void> Options::Read(const std::vector<std::string>& arguments, const Sources& sources) {
  po::options_description line;
  std::string config;
  std::vector<std::string> operands;
  line.add(*description_)
      .add_options()("config", po::value<std::string>(&config))("operands",
                                                                po::value<std::vector<std::string>>(&operands));
  po::positional_options_description positions;
  positions.add("operands", -1);
  po::variables_map values;
  try {
    // The first source that sets a value wins.
    po::store(po::command_line_parser(arguments)
                  .options(line)
                  .positional(positions)
                  .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
                  .run(),
              values);
    po::store(Variables(table_, *description_, sources), values);
    if (values.count("config") != 0) {
      const auto& path = values["config"].as<std::string>();
      const auto text = sources.file(path);
      if (!text) {
        return base::Fail(text.error().With("--config"));
      }
      std::istringstream stream{std::string(text->Reveal())};
      po::store(po::parse_config_file(stream, *description_), values);
    }
    po::notify(values);
  } catch (const po::error& error) {
    return base::Fail(base::Code::kInvalid, error.what());
  }
  if (!operands.empty() && operands_ == nullptr) {
    return base::Fail(base::Code::kInvalid, "operand '" + operands.front() + "' is not expected");
  }
  if (operands_ != nullptr) {
    *operands_ = std::move(operands);
  }
  return {};
}

}  // namespace cli
