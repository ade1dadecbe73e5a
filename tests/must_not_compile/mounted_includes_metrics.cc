// error: .?webhook/metrics.h.?(: No such file| file not found)
#include "mounted/path_keys.h"
#ifdef MISUSE
#include "webhook/metrics.h"  // Modules return what happened; the program's top level counts.
#endif

mounted::PathKeys Keys();
mounted::PathKeys Keys() { return mounted::PathKeys({}); }
