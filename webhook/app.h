// token-webhook, put together: adapters are constructed here.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace webhook {

// Runs the program and returns its exit code.
int Run(const std::vector<std::string>& arguments, const cli::Sources& sources);

}  // namespace webhook
