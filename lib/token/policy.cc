#include "token/policy.h"

#include <algorithm>

#include "base/base64.h"

namespace token {

Verdict Judge(const Subject& subject, const Circumstances& circumstances, const Profile& profile) {
  Verdict verdict;
  const std::string field = "data[" + profile.key + "]";
  const auto deny = [&](std::string_view id, std::string message, std::string remedy) {
    verdict.findings.push_back({id, Severity::kDeny, field, std::move(message), std::move(remedy)});
  };
  if (!subject.token) {
    deny("missing-key", "the key " + profile.key + " is missing", "add it");
  } else if (base::CheckBase64(*subject.token)) {
    deny("not-base64", "the value is not canonical base64", "encode it with: head -c 16 /dev/urandom | base64");
  }
  if (circumstances.unchanged || circumstances.by_rotator) {
    for (auto& finding : verdict.findings) {
      finding.severity = Severity::kWarn;
    }
  }
  verdict.accepted = profile.mode == Mode::kAudit ||
                     std::none_of(verdict.findings.begin(), verdict.findings.end(),
                                  [](const Finding& finding) { return finding.severity == Severity::kDeny; });
  return verdict;
}

}  // namespace token
