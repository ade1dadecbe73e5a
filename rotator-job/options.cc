#include "rotator/options.h"

namespace rotator {

const cli::Program& CommandLine() {
  static const cli::Program program{
      "token-rotator",
      TOKEN_GUARD_VERSION,
      "rotates an API token and proves that the new one opens",
      {{"rotate", "Makes a token, sets it, restarts its holders and proves it.", "", {}}},
      "Exit codes: 0 rotated or nothing due; 2 usage or configuration; 3 needs a person; 4 API unreachable or out of\n"
      "time, to be resumed; 5 another run holds the lock; 6 undone."};
  return program;
}

}  // namespace rotator
