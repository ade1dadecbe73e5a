// A seventh held-out set: what trades, families, keyboards and scripts in several countries put into a Secret. Its
// author had read neither the estimator nor another set's kinds. It is measured once; do not tune the estimator to it.
#pragma once

#include <vector>

#include "kinds.h"

namespace detection {

// 40 kinds below 50 bits.
const std::vector<Kind>& SeventhHeldOutKinds();

// 20 kinds of 64 bits and more, in unusual forms.
const std::vector<Kind>& SeventhHonestKinds();

}  // namespace detection
