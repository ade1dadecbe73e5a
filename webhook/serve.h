// `token-webhook serve`: wiring and run. Adapters are constructed here.
#pragma once

#include "webhook/options.h"

namespace webhook {

// Serves until SIGTERM or SIGINT. Returns the exit code: 0, or 2 if a file or an address cannot be used; one sentence
// on standard error then says why.
int Serve(const ServeOptions& options);

}  // namespace webhook
