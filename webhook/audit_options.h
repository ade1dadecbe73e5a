// The options of the `audit` commands. Each field's initial value is its default.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/program.h"

namespace webhook {

struct AuditVerifyOptions {
  std::vector<std::string> files;  // "-" is standard input; so is no file.
  std::string checkpoint;          // If empty, nothing is compared with an earlier run.
  std::string kubernetes_audit;    // If empty, the API server's log is not compared.
};

struct AuditHandlers {
  std::function<int(const AuditVerifyOptions&)> verify;
};

// Adds `audit verify` and the other commands that read the audit log.
void AddAuditCommands(cli::Program& program, const AuditHandlers& handlers);

}  // namespace webhook
