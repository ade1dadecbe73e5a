// `token-webhook audit verify`: whether a log is what the programs wrote.
//
// What each test proves, and what it does not, is in docs/audit.md.
#pragma once

#include <string>
#include <vector>

#include "audit_commands/outcome.h"

namespace audit_commands {

struct VerifyRequest {
  std::vector<std::string> files;  // "-" is standard input; so is no file.
  std::string checkpoint;          // File that is compared and then advanced; empty for none. Created if absent.
  std::string kubernetes_audit;    // The API server's audit log; empty for none.
  bool colour = false;             // Of the output.
};

// The checkpoint is written only if nothing is broken.
Outcome Verify(const World& world, const VerifyRequest& request);

}  // namespace audit_commands
