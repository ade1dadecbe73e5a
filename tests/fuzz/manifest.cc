// Manifests: any bytes give Secrets, each with a verdict, or one sentence.
#include "commands/manifest.h"

#include <algorithm>
#include <string>

#include "admission/decision.h"
#include "target.h"
#include "token/policy.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto profile = token::KeptnProfile();
  const std::string text(fuzz::View(data, std::min(size, fuzz::kMostBytes)));
  const auto secrets = commands::ReadManifest(text, profile.key);
  if (!secrets) {
    const auto& message = secrets.error().message;
    fuzz::Require(!message.empty() && message.find('\n') == std::string::npos, "an error is one line");
    return 0;
  }
  for (const auto& [document, secret] : *secrets) {
    fuzz::Require(document > 0, "documents are counted from 1");
    const auto verdict = token::Judge(admission::SubjectOf(secret), {}, profile);
    fuzz::Require(verdict.accepted || !verdict.findings.empty(), "a refusal says why");
  }
  return 0;
}
