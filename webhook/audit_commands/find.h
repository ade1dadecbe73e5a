// `token-webhook audit find`: which lines brought a token, by its keyed fingerprint.
#pragma once

#include <string>
#include <vector>

#include "audit_commands/outcome.h"
#include "ports/files.h"

namespace audit_commands {

struct FindRequest {
  std::vector<std::string> files;  // "-" is standard input; so is no file.
  std::string token_file;          // Holds the token; "-" is standard input.
  std::string key_file;            // Holds the installation's 32-byte key.
};

// A line break behind the token does not count. No output holds the token or the key. `secrets` is borrowed. Exit code
// 1 if no line has the token.
Outcome Find(const World& world, ports::Files& secrets, const FindRequest& request);

}  // namespace audit_commands
