// The findings as text and as JSON, and the exit code that they mean. Pure.
#pragma once

#include <string>

#include "doctor/finding.h"

namespace doctor {

// The exit code if at least one finding is a failure. Warnings alone are 0.
constexpr int kFailed = 1;

// One line for each finding, its remedy in the next line; the last line counts. `colour` uses ANSI colours.
std::string AsText(const Findings& findings, bool colour);
// {"healthy": true, "ok": 20, "warnings": 0, "failures": 0, "findings": [{"check", "level", "text", "remedy"}, …]}
std::string AsJson(const Findings& findings);
int ExitCode(const Findings& findings);

}  // namespace doctor
