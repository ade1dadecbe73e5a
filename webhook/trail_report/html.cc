#include <algorithm>
#include <string>
#include <vector>

#include "base/printable.h"
#include "trail_report/charts.h"
#include "trail_report/formats.h"
#include "trail_report/style.h"
#include "trail_report/words.h"

namespace trail_report {
namespace {

constexpr std::size_t kRows = 200;  // Of a table.

std::string_view ClassOf(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return "good";
    case Tone::kWarn:
      return "warn";
    case Tone::kBad:
      return "bad";
    case Tone::kPlain:
      break;
  }
  return "plain";
}

// A text of a client.
std::string Bdi(std::string_view text) { return "<bdi>" + HtmlText(text) + "</bdi>"; }

std::string Soft(const std::string& html) { return html.empty() ? "" : "<span class=\"soft\">" + html + "</span>"; }

std::string Tag(Tone tone, std::string_view words) {
  return "<span class=\"tag " + std::string(ClassOf(tone)) + "\">" + HtmlText(words) + "</span>";
}

// `html` of a cell; `name` stands before it on a phone, where there is no head; empty for none.
std::string Cell(const std::string& html, const std::string& name = "", const std::string& kind = "") {
  return "<td" + (kind.empty() ? "" : " class=\"" + kind + "\"") + (name.empty() ? "" : " data-name=\"" + name + "\"") +
         ">" + html + "</td>";
}

std::string Section(const std::string& title, std::size_t count, const std::vector<std::string>& heads,
                    const std::string& rows) {
  std::string out = "<section class=\"long\"><h2>" + title + " <small>" + Grouped(count) +
                    (count > kRows ? ", the last " + Grouped(kRows) : "") + "</small></h2>\n";
  if (rows.empty()) {
    return out + "<p class=\"none\">None.</p></section>\n";
  }
  out += "<table><thead><tr>";
  for (const auto& head : heads) {
    out += "<th scope=\"col\">" + head + "</th>";
  }
  return out + "</tr></thead><tbody>\n" + rows + "</tbody></table></section>\n";
}

std::string MomentRow(const Report& report, const Moment& moment) {
  const auto& names = report.names;
  std::string what;
  if (IsRefusal(moment)) {
    const auto& reason = names.Text(moment.reason);
    what =
        Bdi(reason.empty() ? names.Text(moment.rules) : reason) + (moment.dry_run ? Soft("a dry run") : std::string());
  } else {
    what = Exchange(moment.before, moment.after, "<code>", "</code>") +
           (moment.rules == 0 ? "" : Soft("warned: " + Bdi(names.Text(moment.rules)))) +
           (moment.rotation == 0 ? "" : Soft("rotation " + Bdi(names.Text(moment.rotation)))) +
           (moment.fate == Fate::kOpen ? Soft("not confirmed by a later line") : "");
  }
  return "<tr>" + Cell(Clock(moment.time), "", "time") + Cell(Tag(ToneOf(moment), EventName(moment)), "", "event") +
         Cell(Bdi(names.Text(moment.user)) +
                  Soft(std::string(ActorWords(moment.actor)) + (moment.known ? "" : ", caller not proven")),
              "", "user") +
         Cell(Bdi(names.Text(moment.manager)) + (moment.pod == 0 ? "" : Soft("pod " + Bdi(names.Text(moment.pod)))),
              "with") +
         Cell(what) + "</tr>\n";
}

std::string Moments(const Report& report, const std::string& title, const std::string& what,
                    bool (*wanted)(const Moment&)) {
  std::string rows;
  std::size_t count = 0;
  for (auto moment = report.moments.rbegin(); moment != report.moments.rend(); ++moment) {
    if (wanted(*moment) && ++count <= kRows) {
      rows += MomentRow(report, *moment);
    }
  }
  return Section(title, count, {"time (UTC)", "event", "user", "with", what}, rows);
}

std::string Rotations(const Report& report) {
  std::string rows;
  for (std::size_t i = report.rotations.size(); i > 0 && report.rotations.size() - i < kRows; --i) {
    const auto& rotation = report.rotations[i - 1];
    const auto length = std::chrono::duration_cast<std::chrono::milliseconds>(rotation.end - rotation.begin);
    rows += "<tr>" + Cell(Clock(rotation.begin), "", "time") +
            Cell(Tag(ToneOf(rotation), OutcomeWords(rotation)), "", "event") +
            Cell(rotation.told ? Length(length) : "", "took") +
            Cell(rotation.id.empty() ? "" : "<code>" + Bdi(rotation.id) + "</code>", "id") +
            Cell(rotation.reason.empty() ? "" : Bdi(rotation.reason)) + "</tr>\n";
  }
  return Section("Rotations", report.rotations.size(), {"began (UTC)", "outcome", "took", "id", "reason"}, rows);
}

std::string Unseen(const Report& report) {
  std::string rows;
  for (std::size_t i = report.unseen.size(); i > 0 && report.unseen.size() - i < kRows; --i) {
    const auto& edit = report.unseen[i - 1];
    rows += "<tr>" + Cell(Clock(edit.from), "after", "time") + Cell(Clock(edit.until), "before", "time") +
            Cell(Exchange(edit.before, edit.after, "<code>", "</code>")) + "</tr>\n";
  }
  return Section("Edits that no review saw", report.unseen.size(), {"after", "before", "token"}, rows);
}

std::string Head(const Report& report) {
  // The policy forbids everything that the page does not need: whatever a user name may hold, nothing runs or loads.
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Audit report: " +
         HtmlText(TitleOf(report)) + "</title>\n<style>" + std::string(kStyle) + "</style>\n</head>\n<body>\n";
}

std::string AnswerCards(const Report& report) {
  std::string out = "<div class=\"answers\">\n";
  for (const auto& answer : Answers(report)) {
    out += "<div class=\"answer " + std::string(ClassOf(answer.tone)) + "\"><h2>" + answer.question + "</h2><p>" +
           Bdi(answer.answer) + "</p>" +
           (answer.detail.empty() ? "" : "<p class=\"detail\">" + Bdi(answer.detail) + "</p>") + "</div>\n";
  }
  return out + "</div>\n";
}

}  // namespace

std::string HtmlText(std::string_view text) {
  std::string safe;
  for (const char c : base::Printable(text, 2048)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string ToHtml(const Report& report) {
  std::string out = Head(report) + "<header><p class=\"over\">Audit report</p><h1>" + Bdi(TitleOf(report)) +
                    "</h1><p class=\"period\">" + PeriodOf(report) + "</p></header>\n<main>\n" + AnswerCards(report) +
                    "<section><h2>Timeline</h2>\n" + TimelineChart(report) + "</section>\n";
  const auto refusals = RefusalChart(report);
  out += "<div class=\"two\"><section><h2>Age of the token</h2>\n" + AgeChart(report) +
         "</section>\n<section><h2>Refused, by rule</h2>\n" +
         (refusals.empty() ? "<p class=\"none\">Nothing was refused.</p>" : refusals) + "</section></div>\n";
  out += Moments(report, "Changes", "token", IsChange) + Moments(report, "Refused", "why", IsRefusal) +
         Rotations(report) + Unseen(report) + "</main>\n<footer><ul>\n";
  for (const auto& note : Notes(report)) {
    out += "<li>" + note + "</li>\n";
  }
  return out +
         "<li>Fingerprints are keyed: equal ones mean the same token, and none tells the token.</li>\n"
         "<li>Written at " +
         Clock(report.now) + " UTC by token-webhook.</li>\n</ul></footer>\n</body>\n</html>\n";
}

}  // namespace trail_report
