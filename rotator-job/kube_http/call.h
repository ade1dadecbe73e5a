// One call to the API server, with its errors in the codes of kube/client.h. Internal to this module.
#pragma once

#include <string>

#include "kube_http/http.h"

namespace kube_http {

// Returns the body of a 2xx answer. `what` names verb and object in an error.
base::Result<base::SecretBytes> Call(Http& http, const HttpRequest& request, const std::string& what);

}  // namespace kube_http
