// Responses as bytes.
#pragma once

#include <string>
#include <string_view>

#include "http_server/http.h"

namespace http_server {

// "404 Not Found" as plain text, for errors that the server itself finds.
HttpResponse ErrorResponse(int status);

// Writes the HTTP/1.1 response over `text`, whose memory is reused. `close` adds "Connection: close"; `head_only`
// leaves the body out (the answer to HEAD) and keeps its Content-Length.
void Serialize(const HttpResponse& response, bool close, bool head_only, std::string& text);

}  // namespace http_server
