// error: .?webhook/metrics.h.?(: No such file| file not found)
#include "http_server/observer.h"
#ifdef MISUSE
#include "webhook/metrics.h"  // Modules report to an observer; the program's top level counts.
#endif

http_server::Port Port();
http_server::Port Port() { return http_server::Port::kOps; }
