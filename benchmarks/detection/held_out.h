// Kinds of tokens that the strength estimate was not developed with: they measure the estimate on
// tokens that nobody foresaw. Do not tune the estimate on these kinds.
#pragma once

#include <vector>

#include "kinds.h"

namespace detection {

// Weak kinds, below 65 bits: words, dates, identifiers, weak generators, encodings of small secrets.
const std::vector<Kind>& HeldOutKinds();

// Strong kinds of unusual form, at least 70 bits.
const std::vector<Kind>& HeldOutHonest();

}  // namespace detection
