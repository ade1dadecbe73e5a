// error: .?admission/decision.h.?(: No such file| file not found)
#include "http_server/http.h"
#ifdef MISUSE
#include "admission/decision.h"  // The server knows nothing of reviews.
#endif

http_server::HttpResponse Response();
http_server::HttpResponse Response() { return {}; }
