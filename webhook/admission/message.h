// The texts that the person behind a write reads. Pure. No text holds a token.
#pragma once

#include <string>
#include <vector>

#include "token/policy.h"

namespace admission {

// The message of a denial: each finding that denies, and how to correct it. A remedy that applies to several findings
// stands once, after the last of them.
std::string DenialMessage(const std::vector<token::Finding>& findings, const token::Profile& profile);

// A finding as one line, for a warning.
std::string WarningText(const token::Finding& finding);

}  // namespace admission
