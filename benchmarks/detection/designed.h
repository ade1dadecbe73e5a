// The kinds of weak tokens that the estimator was made for: what people build from passwords, words, names and
// addresses.
#pragma once

#include <vector>

#include "kinds.h"

namespace detection {

// Needs the packaged lists of weak.h.
const std::vector<Kind>& DesignedKinds();

}  // namespace detection
