// One run of the rotator: permissions, lock, preflight or resumption, execution, end.
//
// Killed anywhere and run again, it converges. No output holds a token.
#pragma once

#include "rotation/context.h"

namespace rotation {

// Returns the exit code of the program. One thread; everything borrowed.
Exit Run(const Context& context);

}  // namespace rotation
