// The decision: a review in, an answer and its audit record out.
//
// Pure but for the fingerprints' key and list, which are handed in. Any number of threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admission/decode.h"
#include "admission/encode.h"
#include "retired/list.h"
#include "token/policy.h"

namespace admission {

// Tokens that were live before, by keyed fingerprint. Without the key there are no fingerprints and nothing is retired.
struct RetiredTokens {
  std::optional<base::SecretBytes> key;
  retired::List list;
};

struct Decision {
  Answer answer;
  std::string verdict;  // "allowed", "denied", or "error" for a review that could not be judged.
  bool guarded = true;  // Whether the review was about the profile's Secret.
  bool changed = false;
  std::vector<token::Finding> findings;
  std::optional<std::string> fingerprint_before;
  std::optional<std::string> fingerprint_after;
};

Decision Decide(const Review& review, const token::Profile& profile, const RetiredTokens& retired_tokens);

// Whether the review is about the profile's Secret.
bool Guards(const token::Profile& profile, const Review& review);
// Whether both are without token or hold the same one.
bool SameToken(const std::optional<SecretView>& a, const std::optional<SecretView>& b);
// The keyed fingerprint of the Secret's token; null without token or key.
std::optional<std::string> FingerprintOf(const std::optional<SecretView>& secret, const RetiredTokens& retired_tokens);

// The policy's subject of a Secret; views into it.
token::Subject SubjectOf(const SecretView& secret);

}  // namespace admission
