// The options of one command: a table that binds each flag to a field of the command's settings.
//
//   struct ServeOptions { std::chrono::seconds drain{3}; };
//   options.Add({"drain", "SECONDS", "Keep serving this long after SIGTERM."}, serve.drain, cli::Seconds(0, 60));
//
// The field's initial value is the default; it stands nowhere else. Parsing, help, the reference page, the man page and
// shell completion all read this table. Values come from, in this order of precedence: the command line, the variable
// TOKEN_GUARD_<FLAG> (upper case, '-' as '_'; an empty variable counts as unset), the file that --config names (lines
// `flag = value`), the default. Boost.Program_options reads all three sources. One thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"

namespace boost::program_options {
class options_description;
}

namespace cli {

// How a flag is written and what the flag does.
struct Flag {
  std::string_view name;   // Without dashes, for example "ops-listen".
  std::string_view value;  // The placeholder of the value, for example "HOST:PORT"; a value named FILE or DIR is
                           // completed as a path. Empty for a switch and for a choice.
  std::string_view help;   // One or two sentences: effect; what happens if unset.
  char short_name = 0;     // For example 'o' for -o.
};

// How a value of type T is written. `read` returns null if the text is no such value; `read(write(value))` is `value`.
template <typename T>
struct Format {
  std::string expected;  // Completes "--flag is 'text': expected …".
  std::function<std::optional<T>(const std::string& text)> read;
  std::function<std::string(const T& value)> write;
  std::vector<std::string> choices;  // All valid texts, if they are few.
};

// Whole seconds from `least` to `most`, bounds included.
Format<std::chrono::seconds> Seconds(long least, long most);

// One of several names.
template <typename T>
Format<T> OneOf(const std::vector<std::pair<const char*, T>>& names) {
  Format<T> format;
  for (const auto& [name, value] : names) {
    format.expected += (format.expected.empty() ? "" : " or ") + std::string(name);
    format.choices.emplace_back(name);
  }
  format.read = [names](const std::string& text) {
    for (const auto& [name, value] : names) {
      if (text == name) {
        return std::optional<T>(value);
      }
    }
    return std::optional<T>();
  };
  format.write = [names](const T& wanted) {
    for (const auto& [name, value] : names) {
      if (value == wanted) {
        return std::string(name);
      }
    }
    return std::string();
  };
  return format;
}

// A row of the table, as the renderers (render.h) need it.
struct Option {
  std::string name;
  char short_name = 0;
  std::string value;  // Placeholder; empty for a switch.
  std::string help;
  std::string fallback;  // The default as text; empty if there is none.
  std::string expected;  // What a value must be; empty for free text.
  std::vector<std::string> choices;
  bool repeated = false;  // May be given several times.
};

// Where values come from besides the command line.
struct Sources {
  // The value of an environment variable; null if the variable is not set.
  std::function<std::optional<std::string>(const std::string& name)> environment;
  // The contents of the file that --config names.
  std::function<base::Result<base::SecretBytes>(const std::string& path)> file;
};

// The bound fields outlive this object.
class Options {
 public:
  Options();

  void Add(const Flag& flag, std::string& field);
  // May be given several times. Values of the command line replace those of the variable, not add to them.
  void Add(const Flag& flag, std::vector<std::string>& field);
  // A switch: --flag sets the field, --flag=false clears it. `flag = true` or `false` in a variable or a file.
  void Add(const Flag& flag, bool& field);
  template <typename T>
  void Add(const Flag& flag, T& field, const Format<T>& format) {
    const auto assign = [&field, read = format.read](const std::string& text) {
      auto value = read(text);
      if (value) {
        field = std::move(*value);
      }
      return value.has_value();
    };
    AddParsed(flag, {format.write(field), format.expected, format.choices}, assign);
  }
  // Accepts operands, shown as `placeholder`, for example "[FILE...]". Without this call operands are an error.
  void Operands(std::string_view placeholder, std::vector<std::string>& field);

  // Reads all sources into the fields. kInvalid: one sentence that names the flag.
  base::Result<void> Read(const std::vector<std::string>& arguments, const Sources& sources);

  [[nodiscard]] const std::vector<Option>& Table() const { return table_; }
  [[nodiscard]] const std::string& OperandsShown() const { return operands_shown_; }

 private:
  struct Text {
    std::string fallback;
    std::string expected;
    std::vector<std::string> choices;
  };
  Option& AddRow(const Flag& flag);
  void AddParsed(const Flag& flag, const Text& text, const std::function<bool(const std::string&)>& assign);

  std::vector<Option> table_;
  std::shared_ptr<boost::program_options::options_description> description_;
  std::string operands_shown_;
  std::vector<std::string>* operands_ = nullptr;
};

// "ops-listen" -> "TOKEN_GUARD_OPS_LISTEN"
std::string VariableName(std::string_view flag);

}  // namespace cli
