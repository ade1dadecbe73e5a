// What token-webhook can be told.
#pragma once

#include "cli/cli.h"

namespace webhook {

// The table of commands and flags.
const cli::Program& CommandLine();

}  // namespace webhook
