#include "admission/decision.h"

#include <algorithm>
#include <iterator>

namespace admission {
namespace {

// All that denies, as one line of sentences: kube-apiserver logs it and kubectl prints it.
std::string Explain(const std::vector<token::Finding>& findings, const token::Profile& profile) {
  std::string text = profile.secret_namespace + "/" + profile.secret + " is refused.";
  for (auto finding = findings.begin(); finding != findings.end(); ++finding) {
    if (finding->severity != token::Severity::kDeny) {
      continue;
    }
    text += " [" + std::string(finding->id) + "] " + finding->message + ".";
    // What puts several right stands once, after the last of them.
    const auto advice = finding->Advice();
    const bool again = std::any_of(std::next(finding), findings.end(), [&](const token::Finding& later) {
      return later.severity == token::Severity::kDeny && later.Advice() == advice;
    });
    if (!again) {
      text += " To put it right, " + advice + (finding->command.empty() ? "." : "");
    }
  }
  return text;
}

}  // namespace

bool Guards(const token::Profile& profile, const Review& review) {
  return review.name == profile.secret && review.secret_namespace == profile.secret_namespace &&
         (review.kind.empty() || review.kind == "Secret");
}

std::optional<std::string> FingerprintOf(const std::optional<SecretView>& secret, const RetiredTokens& retired_tokens) {
  if (!retired_tokens.key || !secret || !secret->token) {
    return std::nullopt;
  }
  return retired::Fingerprint(*retired_tokens.key, secret->token->Reveal());
}

bool SameToken(const std::optional<SecretView>& a, const std::optional<SecretView>& b) {
  const bool has_a = a && a->token;
  const bool has_b = b && b->token;
  return has_a == has_b && (!has_a || a->token->Equals(*b->token));
}

token::Subject SubjectOf(const SecretView& secret) {
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

Decision Decide(const Review& review, const token::Profile& profile, const RetiredTokens& retired_tokens) {
  Decision decision;
  decision.answer.uid = review.uid;
  decision.verdict = "allowed";
  decision.guarded = Guards(profile, review);
  if (!decision.guarded) {
    decision.answer.warnings.push_back("token-webhook guards " + profile.secret_namespace + "/" + profile.secret +
                                       " alone; this object was not judged");
    return decision;
  }
  decision.fingerprint_before = FingerprintOf(review.old_object, retired_tokens);
  decision.fingerprint_after = FingerprintOf(review.object, retired_tokens);
  decision.changed = !SameToken(review.old_object, review.object);
  if (review.operation == "DELETE") {
    return decision;  // The documented reset begins with it.
  }
  if (!review.object || !review.object->malformed.empty()) {
    decision.verdict = "denied";
    decision.answer.allowed = false;
    decision.answer.code = 422;
    decision.answer.message = profile.secret_namespace + "/" + profile.secret +
                              " is malformed: " + (review.object ? review.object->malformed : "there is no object");
    return decision;
  }
  token::Circumstances circumstances;
  const bool update = review.operation == "UPDATE" && review.old_object;
  circumstances.unchanged = update && !decision.changed;
  circumstances.by_rotator = update && review.user == profile.rotator;
  if (decision.fingerprint_after) {
    circumstances.retired_at = retired_tokens.list.RetiredAt(*decision.fingerprint_after);
  }
  auto verdict = token::Judge(SubjectOf(*review.object), circumstances, profile);
  decision.findings = std::move(verdict.findings);
  decision.answer.allowed = verdict.accepted;
  if (!verdict.accepted) {
    decision.verdict = "denied";
    decision.answer.code = 403;
    decision.answer.message = Explain(decision.findings, profile);
  }
  for (const auto& finding : decision.findings) {
    if (verdict.accepted || finding.severity == token::Severity::kWarn) {
      decision.answer.warnings.push_back(std::string(finding.id) + ": " + finding.message);
    }
  }
  return decision;
}

}  // namespace admission
