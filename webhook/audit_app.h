// Runs the `audit` commands: adapters are constructed here.
#pragma once

#include "webhook/audit_options.h"

namespace webhook {

// `colour`: of standard output.
AuditHandlers MakeAuditHandlers(bool colour);

}  // namespace webhook
