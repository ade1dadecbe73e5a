// `token-rotator doctor`: looks, judges, and looks again until nothing fails or time is over.
#pragma once

#include <chrono>
#include <functional>

#include "doctor/finding.h"
#include "doctor/snapshot.h"
#include "ports/clock.h"
#include "token/profile.h"

namespace doctor {

// The findings of the last look. `look` is called until no finding is a failure, until `wait` has passed, or until
// the program is asked to stop; once if `wait` is 0. The pause between two looks grows from 2 to 16 s, because each
// look leaves a denied dry run in audit log and metrics. The error of the last look if it failed.
base::Result<Findings> Run(const std::function<base::Result<Snapshot>()>& look, const token::Profile& profile,
                           std::chrono::seconds wait, ports::Clock& clock);

}  // namespace doctor
