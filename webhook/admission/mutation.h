// The decision of /mutate: a review in, a patch of annotations out.
//
// On a real change of the token, annotations say when, by whom, with what and (where there is a key) the keyed
// fingerprint; on any other write they are kept as they were, whoever tries to change them. The patch never holds a
// token, and nothing outside of metadata.annotations is touched. The same under dry run. Idempotent: what would be
// written but for a time less than a minute old stays. Pure; any number of threads.
#pragma once

#include "admission/decision.h"
#include "admission/decode.h"
#include "ports/clock.h"
#include "token/profile.h"

namespace admission {

struct Mutation {
  // What the patch does, the first that applies.
  enum class Outcome {
    kStamped,   // The token has changed.
    kRestored,  // Annotations that somebody tried to change are as they were.
    kDropped,   // Only the last-applied-configuration is gone.
    kNone,      // There is no patch.
    kError,     // The webhook failed; the write goes on without a patch.
  };
  Answer answer;  // Always allowed.
  Outcome outcome = Outcome::kNone;
};

// With `drop_last_applied` kubectl's last-applied-configuration annotation, which holds a copy of the token, goes too.
Mutation Mutate(const Review& review, const token::Profile& profile, const RetiredTokens& retired_tokens,
                bool drop_last_applied, ports::Clock::WallTime now);

}  // namespace admission
