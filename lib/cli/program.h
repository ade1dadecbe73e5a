// A program's commands, and how the command line selects and runs one.
//
//   cli::Program program{"token-webhook", "0.1.0", "Judges writes …", {{0, "done"}, {2, "usage"}}};
//   program.Add<ServeOptions>("serve", "Answer admission reviews.", BindServe, ValidateServe, Serve);
//   return cli::Run(program, arguments, sources, std::cout, std::cerr);
//
// A command's name can have two words, `COMMAND WORD`; commands with the same first word are a group.
//
// Every program also understands --help, --version, `COMMAND --help`, `completion bash|zsh|fish`, and, for the build,
// --help-markdown (the reference page) and --help-man (the man page). One thread.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "cli/options.h"

namespace cli {

constexpr int kUsageError = 2;  // The exit code if the command line, a variable or the configuration is wrong.

struct Command {
  std::string name;     // One word, or a group and a word: "audit verify".
  std::string summary;  // One sentence, imperative.
  Options options;
  std::function<base::Result<void>()> validate;  // What no single option can tell; called after all have been read.
  std::function<int()> run;                      // The result is the exit code.
};

struct Program {
  std::string name;
  std::string version;
  std::string summary;  // Completes "token-webhook: …".
  std::vector<std::pair<int, std::string>> exit_codes;
  std::vector<Command> commands;

  // Adds a command with settings of type T, all of whose fields have defaults.
  template <typename T>
  void Add(std::string command, std::string about, void (*bind)(Options& options, T& settings),
           base::Result<void> (*validate)(const T& settings), std::function<int(const T& settings)> handler) {
    const auto settings = std::make_shared<T>();
    Options options;
    bind(options, *settings);
    commands.push_back({std::move(command), std::move(about), std::move(options),
                        [settings, validate] { return validate(*settings); },
                        [settings, handler = std::move(handler)] { return handler(*settings); }});
  }
};

// Runs the command that the arguments name and returns the exit code. Texts that were asked for go to `out`. A usage
// error is one sentence on `err` that names the flag and how to get help; the exit code is then kUsageError. Call once
// for each Program.
int Run(Program& program, const std::vector<std::string>& arguments, const Sources& sources, std::ostream& out,
        std::ostream& err);

}  // namespace cli
