// The response to an AdmissionReview v1, as JSON. Pure, any number of threads.
#pragma once

#include <string>
#include <vector>

namespace admission {

struct Answer {
  std::string uid;
  bool allowed = true;
  int code = 0;  // Of a denial: 403 by policy, 422 malformed, 500 by our fault.
  std::string message;
  std::vector<std::string> warnings;
  std::string patch;  // A JSON Patch as text; empty for none.
};

// Cuts warnings to what the API server shows: 120 characters, no control characters.
std::string Encode(const Answer& answer);

}  // namespace admission
