// error: .?token/policy.h.?(: No such file| file not found)
#include "base/error.h"
#ifdef MISUSE
#include "token/policy.h"  // This target declares base alone.
#endif

base::Code Code();
base::Code Code() { return base::Code::kInternal; }
