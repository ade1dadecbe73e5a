#include "webhook/audit_options.h"

#include <algorithm>

#include "cli/duration.h"

namespace webhook {
namespace {

constexpr const char* kFiles = "[FILE|-...]";

void BindVerify(cli::Options& options, AuditVerifyOptions& verify) {
  options.Operands(kFiles, verify.files);
  options.Add({"checkpoint", "FILE",
               "Compare the chains with the state of the last run, then store their state there. Created if absent; "
               "keep it where nobody who can change the log can change it."},
              verify.checkpoint);
  options.Add({"kubernetes-audit", "FILE",
               "Compare each decision with kube-apiserver's own audit log (JSON lines, level Metadata or higher)."},
              verify.kubernetes_audit);
}

void BindReport(cli::Options& options, AuditReportOptions& report) {
  using audit_commands::ReportFormat;
  options.Operands(kFiles, report.files);
  options.Add({"since", "AGE",
               "List only what happened this long ago or later; the token's age still counts from all lines. 0s lists "
               "everything."},
              report.since, cli::Age());
  options.Add({"output", "", "text, markdown for people; json, csv for programs, with every entry.", 'o'},
              report.format,
              cli::OneOf<ReportFormat>({{"text", ReportFormat::kText},
                                        {"json", ReportFormat::kJson},
                                        {"csv", ReportFormat::kCsv},
                                        {"markdown", ReportFormat::kMarkdown}}));
  options.Add({"html", "FILE",
               "Write a page with a timeline and charts to FILE, with mode 0600, instead of the output. The page loads "
               "nothing and runs no script."},
              report.html);
}

void BindFollow(cli::Options& options, AuditFollowOptions& follow) { options.Operands("[FILE|-]", follow.files); }

base::Result<void> ValidateFollow(const AuditFollowOptions& follow) {
  return follow.files.size() <= 1 ? base::Result<void>()
                                  : base::Fail(base::Code::kInvalid, "audit follow follows one file");
}

void BindFind(cli::Options& options, AuditFindOptions& find) {
  options.Operands(kFiles, find.files);
  options.Add({"token-file", "FILE", "File whose bytes are the token; - reads standard input. Required."},
              find.token_file);
  options.Add(
      {"key-file", "FILE",
       "File with the 32 bytes of hmac-key of the Secret token-guard-retired; - reads standard input. Required."},
      find.key_file);
}

base::Result<void> ValidateFind(const AuditFindOptions& find) {
  if (find.token_file.empty() || find.key_file.empty()) {
    return base::Fail(base::Code::kInvalid, "audit find needs --token-file FILE and --key-file FILE");
  }
  const auto inputs = (find.token_file == "-" ? 1 : 0) + (find.key_file == "-" ? 1 : 0) +
                      (find.files.empty() ? 1 : std::count(find.files.begin(), find.files.end(), "-"));
  if (inputs > 1) {
    return base::Fail(base::Code::kInvalid, "standard input can be only one of the log, the token and the key");
  }
  return {};
}

void BindExport(cli::Options& options, AuditExportOptions& settings) {
  using audit_commands::ExportFormat;
  options.Operands(kFiles, settings.files);
  options.Add({"output", "", "Elastic Common Schema, or Open Cybersecurity Schema Framework.", 'o'}, settings.format,
              cli::OneOf<ExportFormat>({{"ecs", ExportFormat::kEcs}, {"ocsf", ExportFormat::kOcsf}}));
}

template <typename T>
base::Result<void> Valid(const T& /*settings*/) {
  return {};
}

}  // namespace

void AddAuditCommands(cli::Program& program, const AuditHandlers& handlers) {
  program.Add<AuditVerifyOptions>(
      "audit verify",
      "Verify the chains of audit logs: files, or 'kubectl logs' on standard input, of any number of pods in any "
      "order. "
      "Exit code 0: whole; 1: broken; 2: unreadable; 3: whole, but something of it is not proven.",
      BindVerify, Valid, handlers.verify);
  program.Add<AuditReportOptions>("audit report",
                                  "Print who changed the token, when and with what; what was refused; rotations; the "
                                  "age of the token; edits that no "
                                  "review saw.",
                                  BindReport, Valid, handlers.report);
  program.Add<AuditFollowOptions>(
      "audit follow",
      "Print a sentence for each event of a log that grows: a file, or 'kubectl logs -f' on "
      "standard input.",
      BindFollow, ValidateFollow, handlers.follow);
  program.Add<AuditFindOptions>(
      "audit find",
      "Print the lines that brought a token, by its fingerprint, never the token. Exit code 1 "
      "if there are none.",
      BindFind, ValidateFind, handlers.find);
  program.Add<AuditExportOptions>("audit export",
                                  "Print audit lines in the schema of a log store, one JSON object a line.", BindExport,
                                  Valid, handlers.export_lines);
}

}  // namespace webhook
