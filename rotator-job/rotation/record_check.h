// Checks a record before use. It is not trusted: with write access to its Secret, an attacker could make any token
// live. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "kube/client.h"
#include "ports/clock.h"
#include "rotation/record.h"
#include "token/profile.h"

namespace rotation {

// Clocks of machines differ by less. A time further ahead was not written by a rotation.
constexpr std::chrono::hours kMaxClockSkew(1);

// kInvalid if a time of the record lies in the future, or the phase lacks one of its parts: an id of 12 hex digits and
// the time of its start. `ns` is the namespace of the record, for the messages.
base::Result<void> CheckRecord(const Record& record, ports::Clock::WallTime now, const std::string& ns);

// kInvalid if a Deployment's pod template holds a rotation id that the rotation under way has not written: neither the
// id of before nor its own.
base::Result<void> CheckStamp(const Record& record, const kube::Deployment& deployment, const std::string& ns);

// kInvalid unless the pending token is one that a rotation may make live: accepted by the policy and as long as a
// generated one (`generated`, in bytes), or on the retired list (`retired`), which is the mark of a token that was live
// before and that the command `rollback` makes live again.
base::Result<void> CheckPending(const Record& record, const token::Profile& profile, std::size_t generated,
                                bool retired);

}  // namespace rotation
