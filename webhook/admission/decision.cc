#include "admission/decision.h"

#include <algorithm>
#include <utility>

#include "admission/message.h"
#include "admission/write_rules.h"
#include "retired/fingerprint.h"

namespace admission {
namespace {

constexpr int kForbidden = 403;
constexpr int kMalformed = 422;
constexpr int kInternalError = 500;

void Deny(Decision& decision, int code, std::string reason, std::string message) {
  decision.verdict = Verdict::kDenied;
  decision.reason = std::move(reason);
  decision.answer.allowed = false;
  decision.answer.code = code;
  decision.answer.message = std::move(message);
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
  for (auto& finding : JudgeWrite(review, profile, retired)) {
    verdict.accepted = verdict.accepted && finding.severity != token::Severity::kDeny;
    decision.findings.push_back(std::move(finding));
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
