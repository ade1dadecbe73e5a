// token-webhook: commands and their exit codes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/program.h"

namespace webhook {

// Runs the program. Returns the exit code.
int Run(const std::vector<std::string>& arguments, const cli::Sources& sources);

// Prints an error sentence to standard error. Returns the exit code.
int PrintError(std::string_view sentence, int exit_code = cli::kUsageError);

}  // namespace webhook
