// A third set of held-out kinds: habits of people and tools, written before the changes of the estimator that followed
// the second set. Measured once. Do not tune the estimate on these kinds.
#pragma once

#include <vector>

#include "kinds.h"

namespace detection {

// Weak kinds, below 65 bits.
const std::vector<Kind>& ThirdHeldOutKinds();

}  // namespace detection
