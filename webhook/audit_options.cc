#include "webhook/audit_options.h"

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
}

}  // namespace webhook
