// The fourth held-out set, written without knowledge of the estimator and of the other sets. Never tune on it.
#pragma once

#include <vector>

#include "kinds.h"

namespace detection {

// Weak kinds: below 64 bits.
std::vector<Kind> FourthHeldOutKinds();

// Strong kinds of unusual form: 80 bits or more. None may be refused.
std::vector<Kind> FourthHonestKinds();

}  // namespace detection
