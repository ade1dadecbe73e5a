#include "admission/message.h"

#include <algorithm>
#include <iterator>

namespace admission {

std::string DenialMessage(const std::vector<token::Finding>& findings, const token::Profile& profile) {
  std::string text = profile.secret_namespace + "/" + profile.secret + " is refused.";
  for (auto finding = findings.begin(); finding != findings.end(); ++finding) {
    if (finding->severity != token::Severity::kDeny) {
      continue;
    }
    text += " [" + std::string(finding->id) + "] " + finding->message + ".";
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

std::string WarningText(const token::Finding& finding) { return std::string(finding.id) + ": " + finding.message; }

}  // namespace admission
