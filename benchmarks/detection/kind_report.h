// How many tokens of each kind the policy refuses, and how the estimator compares with zxcvbn.
#pragma once

#include <string_view>
#include <vector>

#include "kinds.h"

namespace detection {

// Judges `count` tokens of each kind, stored as base64 text of the token, and prints a row for each kind: its true
// bits, the share that is refused, with a 95 % bound. Then the shares of kinds below 50 bits and of those from 50
// to 64.
void ReportKinds(std::string_view title, const std::vector<Kind>& kinds, std::uint64_t count);

// Scores `count` tokens of each weak and each honest kind by the estimator and by zxcvbn, and prints which share of the
// weak ones each refuses if its bar is set so that it refuses a given share of the honest ones.
void ReportCurve(std::string_view title, const std::vector<Kind>& weak, const std::vector<Kind>& honest,
                 std::uint64_t count);

// The upper end of a 95 % interval of a share: the rule of three where nothing was seen, else Wilson's.
double UpperBound(std::uint64_t seen, std::uint64_t of);

}  // namespace detection
