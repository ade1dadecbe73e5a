// The decision of /mutate: a review in, a JSON Patch of annotations out.
//
// When the token changes, the annotations kChangeAnnotations (review.h) say when, by whom, with which field manager,
// and the keyed fingerprint of the new token. On every other write their values are those of oldObject, whatever the
// client sends. The patch touches metadata.annotations alone and never contains a token. A dry run gets the same patch.
// Idempotent: applied to its own result, the patch is empty. Pure. Any number of threads.
#pragma once

#include "admission/encode.h"
#include "admission/retired_tokens.h"
#include "admission/review.h"
#include "ports/clock.h"
#include "token/profile.h"

namespace admission {

struct Mutation {
  // What the patch does. If several apply, the first one.
  enum class Outcome {
    kStamped,   // Notes a change of the token.
    kRestored,  // Undoes a change of the annotations by the client.
    kDropped,   // Only removes the annotation kLastApplied.
    kNone,      // There is no patch.
    kError,     // The webhook failed; the write continues without a patch.
  };
  Answer answer;  // Always allowed.
  Outcome outcome = Outcome::kNone;
};

// With `drop_last_applied` the patch also removes the annotation kLastApplied, which contains a copy of the token.
// A time that is less than a minute away from `now` is kept if the other values are equal: another replica or an
// earlier call has noted the same write. Throws std::bad_alloc only.
Mutation Mutate(const Review& review, const token::Profile& profile, const RetiredTokens& retired,
                bool drop_last_applied, ports::Clock::WallTime now);

// Whether the object of a CREATE or UPDATE has change annotations that Mutate() would not have written: a client forged
// them, or carried them over, while /mutate was not reached, in this write or in an earlier one. Absent annotations are
// not foreign, nor is an absent fingerprint.
bool HasForeignChangeAnnotations(const Review& review, const RetiredTokens& retired);

// The answer to a review that could not be processed: allowed, with a warning, because a mutating webhook that denies
// stops the write.
Mutation FailedMutation(const Review& review);

}  // namespace admission
