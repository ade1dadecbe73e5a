// A fifth held-out set: tokens of platform engineers and of their users. Its author had read a summary of the
// estimator's design, but neither the estimator nor another set. It is measured once; do not tune the estimator to it.
#pragma once

#include <vector>

#include "kinds.h"

namespace detection {

// 48 kinds below 50 bits.
std::vector<Kind> FifthHeldOutKinds();

// 10 kinds of 64 bits and more, in unusual forms.
std::vector<Kind> FifthHonestKinds();

}  // namespace detection
