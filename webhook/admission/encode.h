// Writes the response of an AdmissionReview v1 as JSON. Pure. Any number of threads.
#pragma once

#include <string>
#include <vector>

namespace admission {

struct Answer {
  std::string uid;  // Copied from the request unchanged.
  bool allowed = true;
  int code = 0;  // Of a denial: 403 rejected by the policy, 422 malformed, 500 internal error.
  std::string message;
  std::vector<std::string> warnings;
  std::string patch;  // A JSON Patch as text; empty for none.
};

// Shortens each warning to 120 characters and replaces its control characters by blanks: the limits of
// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response.
std::string Encode(const Answer& answer);

}  // namespace admission
