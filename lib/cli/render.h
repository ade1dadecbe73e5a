// A program's table of commands and options as text: for a terminal, a reference page, a man page and three shells.
// Pure; any number of threads.
#pragma once

#include <string>

#include "cli/program.h"

namespace cli {

// --help of the program and of one command.
std::string Help(const Program& program);
std::string Help(const Program& program, const Command& command);

// docs/reference/<program>.md
std::string Markdown(const Program& program);

// Section 1, in roff.
std::string ManPage(const Program& program);

// Scripts that complete commands, flags, choices and paths.
std::string BashCompletion(const Program& program);
std::string ZshCompletion(const Program& program);
std::string FishCompletion(const Program& program);

// Shared by the renderers: "token-webhook check [OPTIONS] [FILE...]", "-o, --output FORMAT", and the help text with the
// default and the valid values.
std::string Synopsis(const Program& program, const Command& command);
std::string Spelled(const Option& option);
std::string Explained(const Option& option);
// The first word of a name of two words, otherwise empty; and the second words of a group's commands.
std::string GroupOf(const Command& command);
std::vector<std::string> WordsOf(const Program& program, const std::string& group);
// Whether the option's value is a path.
bool IsPath(const Option& option);

}  // namespace cli
