#include <algorithm>
#include <vector>

#include "base/printable.h"
#include "trail_report/formats.h"
#include "trail_report/words.h"

namespace trail_report {
namespace {

std::string Row(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const auto& cell : cells) {
    row += " " + cell + " |";
  }
  return row + "\n";
}

std::string Table(const std::vector<std::string>& heads, const std::string& rows) {
  return rows.empty() ? "None.\n" : Row(heads) + Row(std::vector<std::string>(heads.size(), "---")) + rows;
}

// The last kShown entries, the latest one first.
std::string Moments(const Report& report, bool (*wanted)(const Moment&)) {
  std::string rows;
  std::size_t count = 0;
  for (auto moment = report.moments.rbegin(); moment != report.moments.rend() && count < kShown; ++moment) {
    if (wanted(*moment)) {
      ++count;
      const auto& names = report.names;
      rows += Row(
          {Clock(moment->time), std::string(EventName(*moment)), MarkdownText(names.Text(moment->user)),
           std::string(ActorWords(moment->actor)), MarkdownText(names.Text(moment->manager)),
           MarkdownText(IsRefusal(*moment) ? names.Text(moment->reason) : Exchange(moment->before, moment->after))});
    }
  }
  return Table({"time (UTC)", "event", "user", "who", "with", "what"}, rows);
}

}  // namespace

std::string MarkdownText(std::string_view text) {
  std::string safe;
  const std::string printable = base::Printable(text);
  for (std::size_t i = 0; i < printable.size(); ++i) {
    const char c = printable[i];
    const bool link = c == ':' && printable.compare(i, 3, "://") == 0;
    if (link || std::string_view("\\`*_{}[]<>|~&@#").find(c) != std::string_view::npos) {
      safe += '\\';  // '@' would notify a person, "://" would become a link.
    }
    safe += c;
  }
  return safe;
}

std::string ToMarkdown(const Report& report) {
  std::string out = "# " + MarkdownText(TitleOf(report)) + "\n\n" + PeriodOf(report) + "\n\n";
  std::string rows;
  for (const auto& answer : Answers(report)) {
    rows += Row({answer.question, "**" + MarkdownText(answer.answer) + "**", MarkdownText(answer.detail)});
  }
  out += Table({"question", "answer", ""}, rows);
  out += "\n## Changes\n\n" + Moments(report, IsChange) + "\n## Refused\n\n" + Moments(report, IsRefusal);
  rows.clear();
  for (std::size_t i = report.rotations.size(); i > 0 && report.rotations.size() - i < kShown; --i) {
    const auto& rotation = report.rotations[i - 1];
    rows += Row({Clock(rotation.begin), MarkdownText(OutcomeWords(rotation)),
                 Length(std::chrono::duration_cast<std::chrono::milliseconds>(rotation.end - rotation.begin)),
                 MarkdownText(rotation.id), MarkdownText(rotation.reason)});
  }
  out += "\n## Rotations\n\n" + Table({"began (UTC)", "outcome", "took", "id", "reason"}, rows);
  rows.clear();
  for (std::size_t i = report.unseen.size(); i > 0 && report.unseen.size() - i < kShown; --i) {
    const auto& edit = report.unseen[i - 1];
    rows += Row({Clock(edit.from), Clock(edit.until), Short(edit.before), Short(edit.after)});
  }
  out += "\n## Edits that no review saw\n\n" + Table({"after", "before", "token", "became"}, rows) + "\n";
  for (const auto& note : Notes(report)) {
    out += "- " + note + "\n";
  }
  return out;
}

}  // namespace trail_report
