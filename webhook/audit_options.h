// The options of the `audit` commands. Each field's initial value is its default.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "audit_commands/export.h"
#include "audit_commands/report.h"
#include "cli/program.h"

namespace webhook {

struct AuditVerifyOptions {
  std::vector<std::string> files;  // "-" is standard input; so is no file. Of the other commands too.
  std::string checkpoint;          // If empty, nothing is compared with an earlier run.
  std::string kubernetes_audit;    // If empty, the API server's log is not compared.
};

struct AuditReportOptions {
  std::vector<std::string> files;
  std::chrono::seconds since{0};  // Before now; 0 lists everything.
  audit_commands::ReportFormat format = audit_commands::ReportFormat::kText;
  std::string html;  // If empty, the report goes to standard output.
};

struct AuditFollowOptions {
  std::vector<std::string> files;  // At most one.
};

struct AuditFindOptions {
  std::vector<std::string> files;
  std::string token_file;  // Required.
  std::string key_file;    // Required.
};

struct AuditExportOptions {
  std::vector<std::string> files;
  audit_commands::ExportFormat format = audit_commands::ExportFormat::kEcs;
};

struct AuditHandlers {
  std::function<int(const AuditVerifyOptions&)> verify;
  std::function<int(const AuditReportOptions&)> report;
  std::function<int(const AuditFollowOptions&)> follow;
  std::function<int(const AuditFindOptions&)> find;
  std::function<int(const AuditExportOptions&)> export_lines;
};

// Adds `audit verify` and the other commands that read the audit log.
void AddAuditCommands(cli::Program& program, const AuditHandlers& handlers);

}  // namespace webhook
