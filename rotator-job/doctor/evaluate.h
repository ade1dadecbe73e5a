// Judges a snapshot: what is right, what is doubtful, what is broken, and what to do about it. Pure.
#pragma once

#include "doctor/finding.h"
#include "doctor/snapshot.h"
#include "token/profile.h"

namespace doctor {

// At least one finding for each check, in the order of docs/doctor.md. A check that could not be made is a warning that
// says why. No finding holds a token or a path key.
Findings Evaluate(const Snapshot& snapshot, const token::Profile& profile);

// The text with each path key replaced: what follows /validate/ or /mutate/.
std::string WithoutPathKeys(std::string text);

}  // namespace doctor
