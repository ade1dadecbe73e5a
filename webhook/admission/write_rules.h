// The rules of /validate about the write itself: who sends it, and what the annotations say. They are no rules of the
// policy (token/rules.h), which judges a Secret alone and knows neither its sender nor what was stored before.
//
// Pure. Any number of threads.
#pragma once

#include <vector>

#include "admission/retired_tokens.h"
#include "admission/review.h"
#include "token/policy.h"

namespace admission {

// Whether the rotator, from its pod, puts back the one token that the mark in the stored Secret names. The policy then
// denies nothing but a missing token.
bool IsMarkedReturn(const Review& review, const token::Profile& profile, const RetiredTokens& retired);

// The findings about a write of the guarded Secret, which must have an object:
// - foreign-mark denies, in mode enforce: a new mark names another token than the one that the write replaces.
// - foreign-annotations warns: the annotations about the last change are not those that /mutate would have written.
std::vector<token::Finding> JudgeWrite(const Review& review, const token::Profile& profile,
                                       const RetiredTokens& retired);

}  // namespace admission
