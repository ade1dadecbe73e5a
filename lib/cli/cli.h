// The command line of a program, from one table.
//
// Parsing, --help, the reference page and the shell completion all read the same table. A flag's value is, in this
// order: what the command line says, the variable TOKEN_GUARD_<FLAG> (upper case, '-' as '_'), the file named by
// --config (lines `flag = value`), the table's default. Nothing here knows what a flag means; the programs validate
// their values and name the flag in the error.
//
// Pure but for what is handed in; one thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace cli {

struct Flag {
  std::string_view name;        // Without dashes, for example "ops-listen".
  std::string_view value;       // How help shows its value, for example "HOST:PORT"; empty for a switch.
  std::string_view help;        // One sentence: meaning, consequence.
  std::string_view fallback{};  // The default; empty for none.
  char short_name = 0;          // For example 'o' for -o.
  bool repeated = false;        // May stand several times.
};

struct Command {
  std::string_view name;
  std::string_view summary;     // One line.
  std::string_view operands{};  // How help shows its operands, for example "FILE..."; empty where it takes none.
  std::vector<Flag> flags;
};

struct Program {
  std::string_view name;
  std::string_view version;
  std::string_view summary;
  std::vector<Command> commands;
  std::string_view epilogue{};  // Exit codes and the like, below the commands in --help.
};

// What was asked for. Values are those of the named command's table, every flag present.
class Parsed {
 public:
  std::string command;
  std::vector<std::string> operands;

  // The value, or the default, or "" where there is neither. For a repeated flag the last one.
  [[nodiscard]] std::string Get(std::string_view flag) const;
  // Whether a switch is on.
  [[nodiscard]] bool On(std::string_view flag) const;
  // All values of a repeated flag.
  [[nodiscard]] std::vector<std::string> All(std::string_view flag) const;
  // A whole number within bounds; kInvalid names the flag, what it says and what it may be.
  [[nodiscard]] base::Result<long> Number(std::string_view flag, long least, long most) const;

  std::map<std::string, std::vector<std::string>, std::less<>> values;
};

// Where values come from besides the command line.
struct Sources {
  std::function<std::optional<std::string>(const std::string& name)> environment;  // std::getenv in main.
  std::function<base::Result<std::string>(const std::string& path)> file;
};

// Either what to run or a text to print on standard output and leave with 0 (--help, --version, --help-markdown,
// --help-completion).
struct Outcome {
  std::optional<Parsed> parsed;
  std::string text;
};

// A failure (kInvalid) is one sentence that names the flag and how to get help; the programs leave with 2.
base::Result<Outcome> Parse(const Program& program, const std::vector<std::string>& arguments, const Sources& sources);

// render.cc: the same table for people, for docs/reference.md and for bash.
std::string Help(const Program& program);
std::string Help(const Program& program, const Command& command);
std::string Markdown(const Program& program);
std::string Completion(const Program& program);

}  // namespace cli
