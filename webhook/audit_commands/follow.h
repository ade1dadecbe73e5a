// `token-webhook audit follow`: a sentence for each event, as it comes.
#pragma once

#include <string>

#include "audit_commands/outcome.h"

namespace audit_commands {

struct FollowRequest {
  std::string file = "-";  // Of a file, what it grows by too, until the program is stopped.
  bool colour = false;
};

// Prints with World::print. Says at once if a line is missing or altered.
Outcome Follow(const World& world, const FollowRequest& request);

}  // namespace audit_commands
