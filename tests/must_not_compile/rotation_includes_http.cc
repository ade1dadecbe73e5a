// error: .?kube_http/http.h.?(: No such file| file not found)
#include "rotation/decision.h"
#ifdef MISUSE
#include "kube_http/http.h"  // The rotation knows the API in domain words alone.
#endif

rotation::Step First();
rotation::Step First() { return rotation::Step::kSet; }
