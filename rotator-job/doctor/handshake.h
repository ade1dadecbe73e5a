// What an address serves over TLS.
#pragma once

#include <chrono>
#include <string>

#include "base/error.h"

namespace doctor {

// Connects, shakes hands with this server name and returns the chain as PEM, leaf first. The chain is not verified, and
// nothing is sent. A server that asks for a client certificate shows its chain all the same. kUnavailable if nothing
// listens or nothing answers within `deadline`; the message says which.
base::Result<std::string> ServedChain(const std::string& host, long port, const std::string& server,
                                      std::chrono::milliseconds deadline);

}  // namespace doctor
