// The charts of the page, as inline SVG: drawn in percent, so that they fit a phone without shrinking their marks. At
// most kBins marks a lane, whatever the number of entries. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <string>

#include "trail_report/model.h"

namespace trail_report {

// From the beginning of what the report lists to its end; at least a minute.
struct Span {
  Time from;
  Time until;
};
Span SpanOf(const Report& report);

// A lane each for changes by people, by the rotator and by others, for refusals, and for unseen edits, above a scale.
std::string TimelineChart(const Report& report);
// The age of the token over time; empty if no line tells.
std::string AgeChart(const Report& report);
// Refusals by rule, the most frequent ones; empty if there are none.
std::string RefusalChart(const Report& report);

constexpr std::size_t kBins = 240;

}  // namespace trail_report
