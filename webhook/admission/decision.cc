#include "admission/decision.h"

#include <algorithm>
#include <utility>

#include "admission/message.h"
#include "admission/mutation.h"
#include "retired/fingerprint.h"

namespace admission {
namespace {

constexpr int kForbidden = 403;
constexpr int kMalformed = 422;
constexpr int kInternalError = 500;
constexpr std::string_view kForeignAnnotations = "foreign-annotations";
constexpr std::string_view kForeignMark = "foreign-mark";

void Deny(Decision& decision, int code, std::string reason, std::string message) {
  decision.verdict = Verdict::kDenied;
  decision.reason = std::move(reason);
  decision.answer.allowed = false;
  decision.answer.code = code;
  decision.answer.message = std::move(message);
}

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

// Whether the rotator puts back the one token that the mark in the stored Secret names.
bool IsMarkedReturn(const Review& review, const token::Profile& profile, const RetiredTokens& retired) {
  const bool update = review.operation == "UPDATE" && review.old_object && review.object;
  if (!update || review.user != profile.rotator || !IsFromPod(review) || !retired.key || !review.object->token ||
      review.object->token->Empty() || !review.old_object->change[kReturnMark]) {
    return false;
  }
  return base::EqualInConstantTime(MarkOf(*review.object->token, profile, retired),
                                   *review.old_object->change[kReturnMark]);
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

token::Circumstances CircumstancesOf(const Review& review, const Decision& decision, const token::Profile& profile,
                                     const RetiredTokens& retired) {
  token::Circumstances circumstances;
  const bool update = review.operation == "UPDATE" && review.old_object;
  circumstances.unchanged = update && !decision.changed;
  circumstances.returned = IsMarkedReturn(review, profile, retired);
  circumstances.sealed = review.object->immutable && !(review.old_object && review.old_object->immutable);
  if (decision.fingerprint_after) {
    circumstances.retired_at = retired.list.RetiredAt(*decision.fingerprint_after);
  }
  return circumstances;
}

void Judge(const Review& review, const token::Profile& profile, const RetiredTokens& retired, Decision& decision) {
  auto verdict = token::Judge(SubjectOf(*review.object), CircumstancesOf(review, decision, profile, retired), profile);
  decision.findings = std::move(verdict.findings);
  if (profile.mode == token::Mode::kEnforce && BringsForeignMark(review, profile, retired)) {
    verdict.accepted = false;
    decision.findings.push_back({kForeignMark, token::Severity::kDeny, "metadata.annotations",
                                 "the annotation " + std::string(retired::kReturnMarkName) +
                                     " does not name the token that this write replaces",
                                 "leave the annotation out", ""});
  }
  // No rule of the policy: the rules know nothing of /mutate, nor a field beside the token.
  if (HasForeignChangeAnnotations(review, retired)) {
    decision.findings.push_back({kForeignAnnotations, token::Severity::kWarn, "metadata.annotations",
                                 "the annotations about the last change were not written by token-webhook; do not "
                                 "rely on them",
                                 "change the token again while /mutate is reachable", ""});
  }
  if (!verdict.accepted) {
    const auto first = std::find_if(decision.findings.begin(), decision.findings.end(),
                                    [](const auto& finding) { return finding.severity == token::Severity::kDeny; });
    Deny(decision, kForbidden, first == decision.findings.end() ? "denied" : WarningText(*first),
         DenialMessage(review, decision.findings, profile));
  }
  decision.answer.warnings = Warnings(decision.findings, verdict.accepted);
}

}  // namespace

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllowed:
      return "allowed";
    case Verdict::kDenied:
      return "denied";
    case Verdict::kError:
      return "error";
  }
  return "error";
}

bool IsGuarded(const Review& review, const token::Profile& profile) {
  return review.name == profile.secret && review.secret_namespace == profile.secret_namespace &&
         (review.kind.empty() || review.kind == "Secret");
}

std::optional<std::string> FingerprintOf(const std::optional<Secret>& secret, const RetiredTokens& retired) {
  if (!retired.key || !secret || !secret->token) {
    return std::nullopt;
  }
  return retired::Fingerprint(*retired.key, secret->token->Reveal());
}

bool SameToken(const std::optional<Secret>& a, const std::optional<Secret>& b) {
  const bool has_a = a && a->token;
  const bool has_b = b && b->token;
  return has_a == has_b && (!has_a || a->token->Equals(*b->token));
}

token::Subject SubjectOf(const Secret& secret) {
  token::Subject subject;
  if (secret.token) {
    subject.token = secret.token->Reveal();
  }
  subject.other_keys = secret.other_keys;
  subject.immutable = secret.immutable;
  subject.stale_copy = secret.stale_copy;
  subject.secret_namespace = secret.secret_namespace;
  return subject;
}

Decision FailedDecision(const Review& review) {
  Decision decision;
  decision.answer.uid = review.uid;
  const std::string message = "token-webhook could not judge this request; try again";
  Deny(decision, kInternalError, "error: " + message, message);
  decision.verdict = Verdict::kError;
  return decision;
}

Decision Decide(const Review& review, const token::Profile& profile, const RetiredTokens& retired) {
  Decision decision;
  decision.answer.uid = review.uid;
  decision.guarded = IsGuarded(review, profile);
  if (!decision.guarded) {
    decision.answer.warnings.push_back("token-webhook guards " + profile.secret_namespace + "/" + profile.secret +
                                       " alone; this object was not judged");
    return decision;
  }
  decision.fingerprint_before = FingerprintOf(review.old_object, retired);
  decision.fingerprint_after = FingerprintOf(review.object, retired);
  decision.changed = !SameToken(review.old_object, review.object);
  if (review.user == profile.rotator && review.object) {
    decision.rotation = review.object->change[kRotation];
  }
  if (review.operation == "DELETE") {
    return decision;  // Keptn's documented reset of the token begins with a deletion.
  }
  if (!review.object || !review.object->malformed.empty()) {
    const std::string why = "malformed: " + (review.object ? review.object->malformed : "there is no object");
    Deny(decision, kMalformed, why, profile.secret_namespace + "/" + profile.secret + " is " + why);
    return decision;
  }
  Judge(review, profile, retired, decision);
  return decision;
}

}  // namespace admission
