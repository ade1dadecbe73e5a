// The caBundle of a registration: the guard's own CAs, and those of others, which stay. Pure; any number of threads.
#pragma once

#include <string>
#include <string_view>

#include "certificates/pair.h"

namespace certificates {

// Whether the bundle holds each certificate of `authorities`.
bool Holds(std::string_view bundle, std::string_view authorities);

// Whether the bundle holds a CA of the guard's that is none of `wanted`.
bool HoldsOutdated(std::string_view bundle, std::string_view wanted);

// The bundle with each certificate of `authorities` that it lacks, at the end.
std::string With(std::string_view bundle, std::string_view authorities);

// The bundle without the guard's CAs that are none of `wanted`. Unchanged if nothing would remain.
std::string WithoutOutdated(std::string_view bundle, std::string_view wanted);

// Whether a client that trusts the bundle accepts the chain (PEM, leaf first) of the Service in the namespace `ns`.
// An empty bundle means the client's own authorities, which are not known here: true.
bool Trusts(std::string_view bundle, std::string_view chain, const std::string& ns, WallTime now);

}  // namespace certificates
