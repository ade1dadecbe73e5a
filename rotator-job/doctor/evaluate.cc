#include "doctor/evaluate.h"

#include <initializer_list>

#include "doctor/checks.h"

namespace doctor {

Finding Unseen(const std::string& check, const std::string& what, const base::Error& error, const std::string& remedy) {
  switch (error.code) {
    case base::Code::kNotFound:
      return {check, Level::kFailure, what + " does not exist", remedy};
    case base::Code::kDenied:
      return {check, Level::kWarning, "not checked: this account may not read " + what,
              "Run the doctor as a cluster administrator, or grant the rights of manifests/doctor."};
    default:
      return {check, Level::kWarning, "not checked: " + what + " could not be read: " + error.message,
              "Run the doctor again; if the line stays, look at the API server."};
  }
}

std::string Join(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  }
  return text;
}

std::string WithoutPathKeys(std::string text) {
  for (const std::string_view path : {"/validate/", "/mutate/"}) {
    for (auto at = text.find(path); at != std::string::npos; at = text.find(path, at)) {
      at += path.size();
      const auto end = text.find_first_of("?\" :,;'", at);
      text.replace(at, end == std::string::npos ? end : end - at, "…");
    }
  }
  return text;
}

Findings Evaluate(const Snapshot& snapshot, const token::Profile& profile) {
  Findings findings;
  CheckInstallation(snapshot, profile, findings);
  CheckRegistration(snapshot, profile, findings);
  CheckCertificates(snapshot, profile, findings);
  CheckTrials(snapshot, profile, findings);
  CheckRotation(snapshot, profile, findings);
  for (auto& finding : findings) {
    finding.text = WithoutPathKeys(std::move(finding.text));
  }
  return findings;
}

}  // namespace doctor
