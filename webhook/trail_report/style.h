// The style of the page: report.css, as the build found it.
#pragma once

#include <string_view>

namespace trail_report {

extern const std::string_view kStyle;

}  // namespace trail_report
