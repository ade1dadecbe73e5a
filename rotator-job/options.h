// What token-rotator can be told.
#pragma once

#include "cli/cli.h"

namespace rotator_job {

// The table of commands and flags.
const cli::Program& CommandLine();

}  // namespace rotator_job
