#include "admission/write_rules.h"

#include <algorithm>
#include <string>

#include "admission/mutation.h"
#include "retired/fingerprint.h"

namespace admission {
namespace {

// A request with a token that is bound to a pod carries the pod's name. An account's other tokens, for example those of
// a service-account-token Secret, do not.
bool IsFromPod(const Review& review) {
  return std::any_of(review.extra.begin(), review.extra.end(), [](const auto& extra) {
    return extra.first == "authentication.kubernetes.io/pod-name" && !extra.second.empty();
  });
}

std::string MarkOf(const base::SecretBytes& token, const token::Profile& profile, const RetiredTokens& retired) {
  return retired::ReturnMark(*retired.key, {profile.secret_namespace, profile.secret, profile.key}, token.Reveal());
}

// A new mark that does not name the token that the write replaces, or that the rotator writes from outside of its pod,
// which may not put a token back. Whoever holds the guard's key could else mark a token that was never live. Without
// the key a mark cannot be judged, and lets no token back.
bool BringsForeignMark(const Review& review, const token::Profile& profile, const RetiredTokens& retired) {
  const auto& mark = review.object->change[kReturnMark];
  if (!mark || !retired.key || (review.old_object && mark == review.old_object->change[kReturnMark])) {
    return false;
  }
  const bool named = review.old_object && review.old_object->token &&
                     base::EqualInConstantTime(MarkOf(*review.old_object->token, profile, retired), *mark);
  return !named || (review.user == profile.rotator && !IsFromPod(review));
}

}  // namespace

bool IsMarkedReturn(const Review& review, const token::Profile& profile, const RetiredTokens& retired) {
  const bool update = review.operation == "UPDATE" && review.old_object && review.object;
  if (!update || review.user != profile.rotator || !IsFromPod(review) || !retired.key || !review.object->token ||
      review.object->token->Empty() || !review.old_object->change[kReturnMark]) {
    return false;
  }
  return base::EqualInConstantTime(MarkOf(*review.object->token, profile, retired),
                                   *review.old_object->change[kReturnMark]);
}

std::vector<token::Finding> JudgeWrite(const Review& review, const token::Profile& profile,
                                       const RetiredTokens& retired) {
  std::vector<token::Finding> findings;
  if (profile.mode == token::Mode::kEnforce && BringsForeignMark(review, profile, retired)) {
    findings.push_back({"foreign-mark", token::Severity::kDeny, "metadata.annotations",
                        "the annotation " + std::string(retired::kReturnMarkName) +
                            " does not name the token that this write replaces",
                        "leave the annotation out", ""});
  }
  if (HasForeignChangeAnnotations(review, retired)) {
    findings.push_back({"foreign-annotations", token::Severity::kWarn, "metadata.annotations",
                        "the annotations about the last change were not written by token-webhook; do not rely on them",
                        "change the token again while /mutate is reachable", ""});
  }
  return findings;
}

}  // namespace admission
