#include "token/policy.h"

#include <algorithm>

#include "base/base64.h"
#include "base/secret_bytes.h"
#include "token/rules.h"
#include "token/strength.h"

namespace token {
namespace {

Evidence Examine(const Subject& subject, const Circumstances& circumstances, const Profile& profile) {
  Evidence evidence{subject, circumstances, profile, subject.token.value_or(""), std::nullopt, std::nullopt, false};
  if (evidence.stored.size() > profile.max_length) {
    return evidence;
  }
  if (profile.encoding == Encoding::kBase64) {
    // A trailing line break has a rule of its own; what the value would be without it is judged all the same.
    const auto body = evidence.stored.substr(0, evidence.stored.find_last_not_of("\r\n") + 1);
    if (auto decoded = base::DecodeBase64(body)) {
      evidence.decoded = std::move(*decoded);
    }
  }
  evidence.stored_is_words = evidence.decoded && LooksLikeWords(evidence.stored);
  evidence.text = RecognizeText(evidence.decoded ? evidence.decoded->Reveal() : evidence.stored);
  return evidence;
}

}  // namespace

Verdict Judge(const Subject& subject, const Circumstances& circumstances, const Profile& profile) {
  Verdict verdict;
  Evidence evidence = Examine(subject, circumstances, profile);
  const bool lenient = circumstances.unchanged || circumstances.by_rotator;
  const bool long_value = evidence.stored.size() > profile.max_length;
  for (const Rule& rule : Rules()) {
    if (long_value && !rule.for_any_length) {
      continue;
    }
    if (auto complaint = rule.find(evidence)) {
      verdict.findings.push_back({rule.id, lenient ? Severity::kWarn : rule.severity, "data[" + profile.key + "]",
                                  std::move(complaint->message), std::move(complaint->remedy),
                                  std::move(complaint->command)});
    }
  }
  verdict.accepted = profile.mode == Mode::kAudit ||
                     std::none_of(verdict.findings.begin(), verdict.findings.end(),
                                  [](const Finding& finding) { return finding.severity == Severity::kDeny; });
  if (evidence.text) {
    base::Wipe(evidence.text->characters);
  }
  return verdict;
}

}  // namespace token
