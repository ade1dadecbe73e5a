// A second set of held-out kinds: written before the estimator's changes that followed the first set, measured once
// after them. Other languages, notations and tools than the first set has. Do not tune the estimate on these kinds.
#pragma once

#include <vector>

#include "kinds.h"

namespace detection {

// Weak kinds, below 65 bits.
const std::vector<Kind>& SecondHeldOutKinds();

// Strong kinds of unusual form, at least 75 bits.
const std::vector<Kind>& SecondHeldOutHonest();

}  // namespace detection
