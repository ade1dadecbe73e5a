// The name of a process in its audit lines.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "ports/random.h"

namespace trail {

// `host` (the pod's name), a slash, and 16 random hex digits: a container that is restarted in its pod begins another
// chain. The errors of Random::Bytes().
base::Result<std::string> MakeInstance(std::string_view host, ports::Random& random);

}  // namespace trail
