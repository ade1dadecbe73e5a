// Writes the response of an AdmissionReview v1 as JSON. Pure. Any number of threads.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace admission {

// What kube-apiserver's own audit log is told about a decision, beside the review's uid: an independent witness of the
// decision's audit line.
struct AuditAnnotations {
  std::string_view instance;    // The process that decided; borrowed.
  std::array<char, 64> digest;  // Of the line's content (docs/audit.md), in hex.
};

struct Answer {
  std::string uid;  // Copied from the request unchanged.
  bool allowed = true;
  int code = 0;  // Of a denial: 403 rejected by the policy, 422 malformed, 500 internal error.
  std::string message;
  std::vector<std::string> warnings;
  std::string patch;  // A JSON Patch as text; empty for none.
  std::optional<AuditAnnotations> audit_annotations;
};

// Shortens each warning to 120 characters and replaces its control characters by blanks: the limits of
// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response.
std::string Encode(const Answer& answer);

}  // namespace admission
