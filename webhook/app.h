// token-webhook: commands and their exit codes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cli/options.h"
#include "ports/files.h"
#include "token/profile.h"
#include "webhook/options.h"

namespace webhook {

// Runs the program. Returns the exit code.
int Run(const std::vector<std::string>& arguments, const cli::Sources& sources);

// Prints an error sentence to standard error. Returns the exit code.
int PrintError(std::string_view sentence, int exit_code = cli::kUsageError);

// The profile that the options select. `files` is borrowed during the call.
base::Result<token::Profile> LoadProfile(ports::Files& files, const ProfileOptions& options);

}  // namespace webhook
