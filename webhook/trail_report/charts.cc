#include "trail_report/charts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <vector>

#include "trail_report/formats.h"
#include "trail_report/words.h"

namespace trail_report {
namespace {

constexpr int kTicks = 5;

std::string Number(double value) {
  std::array<char, 32> text{};
  static_cast<void>(std::snprintf(text.data(), text.size(), "%.2f", value));
  return text.data();
}

double Share(Time time, const Span& span) {
  const double share = std::chrono::duration<double>(time - span.from) / (span.until - span.from);
  return std::clamp(share, 0.0, 1.0);
}

// "25 Nov" or, within two days, "09:13".
std::string TickText(Time time, const Span& span) {
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string clock = Clock(time);
  if (span.until - span.from <= std::chrono::hours(48)) {
    return clock.substr(11, 5);
  }
  const auto month = static_cast<std::size_t>(std::stoi(clock.substr(5, 2)) - 1);
  return std::to_string(std::stoi(clock.substr(8, 2))) + " " + kMonths.at(month);
}

std::string Scale(const Span& span) {
  std::string out = R"(<div class="scale" aria-hidden="true">)";
  for (int i = 0; i < kTicks; ++i) {
    const auto part = (span.until - span.from) * i / (kTicks - 1);
    out += "<span>" + TickText(span.from + std::chrono::duration_cast<Time::duration>(part), span) + "</span>";
  }
  return out + "</div>\n";
}

// What falls into one place of a lane.
struct Bin {
  std::size_t count = 0;
  std::string title;  // Of the first one; HTML.
};

struct Lane {
  std::string name;
  std::string mark;  // The id of its symbol, and its class.
  std::vector<Bin> bins{kBins};
  std::size_t count = 0;

  void Add(Time time, const Span& span, const std::function<std::string()>& title) {
    auto& bin = bins[std::min(static_cast<std::size_t>(Share(time, span) * kBins), kBins - 1)];
    if (++bin.count == 1) {
      bin.title = title();
    }
    ++count;
  }

  [[nodiscard]] std::string Draw() const {
    std::string out = R"(<div class="lane"><div class="name">)" + name + " <b>" + Grouped(count) +
                      R"(</b></div><svg role="img" aria-label=")" + name + ": " + Grouped(count) +
                      R"("><line class="rail" x1="0" x2="100%" y1="50%" y2="50%"/>)";
    for (std::size_t i = 0; i < bins.size(); ++i) {
      if (bins[i].count > 0) {
        const double at = (static_cast<double>(i) + 0.5) * 100 / kBins;
        const double size = 1 + std::min(1.0, std::log10(static_cast<double>(bins[i].count)) / 2);
        out += R"(<svg x=")" + Number(at) + R"(%" y="50%" class="at"><use href="#)" + mark + R"(" class=")" + mark +
               "\" transform=\"scale(" + Number(size) + ")\"><title>" + bins[i].title +
               (bins[i].count > 1 ? " and " + Grouped(bins[i].count - 1) + " more" : "") + "</title></use></svg>";
      }
    }
    return out + "</svg></div>\n";
  }
};

// The symbols, around the point 0, 0. Shapes differ, so that they can be told apart without colours.
constexpr const char* kSymbols =
    R"(<svg class="symbols" aria-hidden="true"><defs><circle id="person" r="5.5"/>)"
    R"(<path id="rotator" d="M0-6.5 6.5 0 0 6.5-6.5 0Z"/><rect id="other" x="-5" y="-5" width="10" height="10" rx="2"/>)"
    R"(<path id="refused" d="M-5-5 5 5M5-5-5 5"/><path id="unseen" d="M0-6 6.5 5.5H-6.5Z"/></defs></svg>)"
    "\n";

}  // namespace

Span SpanOf(const Report& report) {
  const Time from = std::min(report.since.value_or(report.first), report.now);
  return {from, std::max(report.now, from + std::chrono::minutes(1))};
}

std::string TimelineChart(const Report& report) {
  const Span span = SpanOf(report);
  std::array<Lane, 5> lanes{{{"Changed by people", "person"},
                             {"Changed by the rotator", "rotator"},
                             {"Changed by others", "other"},
                             {"Refused", "refused"},
                             {"Unseen edits", "unseen"}}};
  for (const auto& moment : report.moments) {
    const bool refusal = IsRefusal(moment);
    if (!refusal && moment.fate != Fate::kStored && moment.fate != Fate::kOpen) {
      continue;
    }
    auto& lane = lanes.at(refusal ? 3 : moment.actor == Actor::kPerson ? 0 : moment.actor == Actor::kRotator ? 1 : 2);
    lane.Add(moment.time, span, [&] {
      return Clock(moment.time) + " " + HtmlText(report.names.Text(moment.user)) +
             (refusal ? ": " + HtmlText(report.names.Text(moment.rules)) : "");
    });
  }
  for (const auto& edit : report.unseen) {
    lanes[4].Add(edit.until, span, [&] { return "before " + Clock(edit.until); });
  }
  std::string out = kSymbols;
  out += R"(<div class="lanes">)";
  for (const auto& lane : lanes) {
    out += lane.Draw();
  }
  return out + "<div class=\"lane\"><div class=\"name\"></div>" + Scale(span) + "</div></div>\n";
}

std::string AgeChart(const Report& report) {
  const Span span = SpanOf(report);
  // The changes within the span, at most one for each bin, and the last one before.
  std::vector<Time> changes;
  Time start = report.first;
  const bool known = !report.token_changes.empty() && report.token_changes.front() <= span.from;
  for (const Time change : report.token_changes) {
    if (change <= span.from) {
      start = std::max(start, change);
    } else if (!changes.empty() && Share(change, span) - Share(changes.back(), span) < 1.0 / kBins) {
      changes.back() = change;
    } else {
      changes.push_back(change);
    }
  }
  changes.push_back(span.until);
  auto longest = std::chrono::duration<double>(1);
  std::vector<std::pair<Time, Time>> lives;
  for (const Time end : changes) {
    lives.emplace_back(start, end);
    longest = std::max(longest, std::chrono::duration<double>(end - start));
    start = end;
  }
  const auto x = [&](Time time) { return Number(Share(time, span) * 1000); };
  const auto y = [&](std::chrono::duration<double> age) { return Number(100 - 100 * (age / longest)); };
  std::string line;
  for (const auto& [begin, end] : lives) {
    const Time shown = std::max(begin, span.from);
    line += " " + x(shown) + "," + y(shown - begin) + " " + x(end) + "," + y(end - begin);
  }
  const auto most = Length(std::chrono::duration_cast<std::chrono::milliseconds>(longest));
  return R"(<div class="age"><div class="top">)" + most +
         R"(</div><svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label="Age of the token, at most )" +
         most + R"("><polygon class="area" points="0,100)" + line +
         R"( 1000,100"/><polyline class="edge" vector-effect="non-scaling-stroke" points=")" + line.substr(1) +
         "\"/></svg>" + Scale(span) +
         (known ? "" : R"(<p class="soft">Before the first change, the age counts from the first line.</p>)") +
         "</div>\n";
}

std::string RefusalChart(const Report& report) {
  constexpr std::size_t kBars = 8;
  const auto& rules = report.refused_by_rule;
  std::string out;
  for (std::size_t i = 0; i < rules.size() && i < kBars; ++i) {
    const double share =
        100.0 * static_cast<double>(rules[i].second.count) / static_cast<double>(rules.front().second.count);
    out += R"(<div class="bar"><div class="name"><bdi>)" + HtmlText(rules[i].first) +
           R"(</bdi></div><svg aria-hidden="true"><rect class="fill" width=")" + Number(std::max(share, 1.0)) +
           R"(%" height="100%" rx="3"/></svg><div class="value">)" + Grouped(rules[i].second.count) + "</div></div>\n";
  }
  return out.empty() ? "" : "<div class=\"bars\">" + out + "</div>\n";
}

}  // namespace trail_report
