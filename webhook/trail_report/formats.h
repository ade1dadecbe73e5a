// A report in each format. No output holds a token; texts of clients are made safe for the format. Pure; any number of
// threads.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "trail_report/model.h"

namespace trail_report {

// For a terminal. Lists end after their last kShown entries. `colour`: with ANSI colours.
std::string ToText(const Report& report, bool colour);
// For a wiki or an issue.
std::string ToMarkdown(const Report& report);
// Every entry, for programs, in parts that follow each other. False if `print` has returned false.
using Print = std::function<bool(const std::string& part)>;
// One object.
bool WriteJson(const Report& report, const Print& print);
// One row for each entry, by time. A cell that a spreadsheet would take for a formula begins with an apostrophe.
bool WriteCsv(const Report& report, const Print& print);
// One page that needs nothing else: no network, no script; light and dark, on a phone and on paper.
std::string ToHtml(const Report& report);

constexpr std::size_t kShown = 20;  // Entries of a list for people.

// Texts of clients, safe in a cell of the format.
std::string MarkdownText(std::string_view text);
std::string HtmlText(std::string_view text);
std::string CsvCell(std::string_view text);

}  // namespace trail_report
