// The decision of /validate: a review in, an answer and the facts for the audit log out.
//
// Pure. Any number of threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admission/encode.h"
#include "admission/retired_tokens.h"
#include "admission/review.h"
#include "token/policy.h"

namespace admission {

enum class Verdict {
  kAllowed,
  kDenied,
  kError,  // The webhook failed to judge the review; the write is denied with code 500.
};

// "allowed", "denied" or "error": the names in audit lines and metrics.
std::string_view VerdictName(Verdict verdict);

struct Decision {
  Answer answer;
  Verdict verdict = Verdict::kAllowed;
  bool guarded = true;   // The review is about the profile's Secret. If not, it is allowed with a warning.
  bool changed = false;  // The token differs from the one in oldObject.
  std::string reason;    // Of a denial or error, for a person, in one sentence without bytes of the token; else empty.
  std::vector<token::Finding> findings;
  std::optional<std::string> fingerprint_before;  // Null without a token or without a key.
  std::optional<std::string> fingerprint_after;
  std::optional<std::string>
      rotation;  // Id of the rotation that the write belongs to; null unless the rotator says so.
};

// Judges the token of a CREATE or UPDATE by the policy; allows every DELETE. A token that an UPDATE leaves unchanged is
// never denied. The profile's rotator is never denied on UPDATE. Throws std::bad_alloc only.
Decision Decide(const Review& review, const token::Profile& profile, const RetiredTokens& retired);

// The decision on a review that could not be judged.
Decision FailedDecision(const Review& review);

// Whether the review is about the profile's Secret.
bool IsGuarded(const Review& review, const token::Profile& profile);
// Whether both have the same token or neither has one.
bool SameToken(const std::optional<Secret>& a, const std::optional<Secret>& b);
// The keyed fingerprint of the Secret's token; null without a token or without a key.
std::optional<std::string> FingerprintOf(const std::optional<Secret>& secret, const RetiredTokens& retired);
// The Secret as the policy sees it. Valid as long as the Secret.
token::Subject SubjectOf(const Secret& secret);

}  // namespace admission
