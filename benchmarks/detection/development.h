// Kinds of tokens to develop a strength estimate with.
#pragma once

#include <vector>

#include "kinds.h"

namespace detection {

// Weak kinds, below 65 bits: words, dates, identifiers, weak generators, encodings of small secrets.
const std::vector<Kind>& DevelopmentKinds();

// Strong kinds of unusual form, at least 70 bits.
const std::vector<Kind>& DevelopmentHonest();

}  // namespace detection
