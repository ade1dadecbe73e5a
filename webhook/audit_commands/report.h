// `token-webhook audit report`: what happened to the token, for people and for programs.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "audit_commands/outcome.h"

namespace audit_commands {

enum class ReportFormat { kText, kJson, kCsv, kMarkdown };

struct ReportRequest {
  std::vector<std::string> files;             // "-" is standard input; so is no file.
  std::optional<std::chrono::seconds> since;  // Before now. Null lists everything.
  ReportFormat format = ReportFormat::kText;
  std::string html;     // Write a page to this file instead of the output; empty for none.
  bool colour = false;  // Of the text.
};

// A broken chain is reported, but no error: `audit verify` has exit codes for it.
Outcome Report(const World& world, const ReportRequest& request);

}  // namespace audit_commands
