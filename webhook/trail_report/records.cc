// JSON and CSV: every entry, for programs. A report of a million entries is longer than the memory for it: no format is
// whole in memory.
#include <utility>
#include <vector>

#include "base/printable.h"
#include "base/time_text.h"
#include "json/write.h"
#include "trail_report/collector.h"
#include "trail_report/formats.h"
#include "trail_report/words.h"

namespace trail_report {
namespace {

// Hands text on in parts.
class Parts {
 public:
  explicit Parts(const Print& print) : print_(print) {}
  std::string& Text() { return text_; }
  // Call between two entries.
  void Pass(std::size_t size = kPart) {
    if (text_.size() >= size) {
      whole_ = whole_ && print_(text_);
      text_.clear();
    }
  }
  [[nodiscard]] bool End() {
    Pass(0);
    return whole_;
  }

 private:
  static constexpr std::size_t kPart = 65536;  // Bytes.
  const Print& print_;
  std::string text_;
  bool whole_ = true;
};

// Members of an object, in order. Texts are escaped so that they are safe to print.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += "{"; }
  ~Members() { out_ += "}"; }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;
  Members& Text(std::string_view name, std::string_view text) {
    Name(name);
    json::AppendString(out_, text);
    return *this;
  }
  Members& OrNull(std::string_view name, std::string_view text) {
    return text.empty() ? Raw(name, "null") : Text(name, text);
  }
  Members& Raw(std::string_view name, std::string_view json) {
    Name(name);
    out_ += json;
    return *this;
  }
  // `write` appends the value.
  template <typename Write>
  Members& Value(std::string_view name, Write write) {
    Name(name);
    write();
    return *this;
  }
  Members& Flag(std::string_view name, bool value) { return Raw(name, value ? "true" : "false"); }
  Members& Count(std::string_view name, std::uint64_t value) { return Raw(name, std::to_string(value)); }

 private:
  void Name(std::string_view name) { out_.append(std::exchange(comma_, ",")).append("\"").append(name).append("\":"); }
  std::string& out_;
  const char* comma_ = "";
};

// A JSON array with a line for each item.
template <typename List, typename Wanted, typename Write>
void WriteArray(Parts& parts, const List& list, Wanted wanted, Write write) {
  const char* separator = "[\n";
  for (const auto& item : list) {
    if (wanted(item)) {
      parts.Text() += std::exchange(separator, ",\n");
      write(item, parts.Text());
      parts.Pass();
    }
  }
  parts.Text() += *separator == '[' ? "[]" : "]";
}

std::string_view FateName(const Moment& moment) {
  return moment.fate == Fate::kStored      ? "yes"
         : moment.fate == Fate::kOpen      ? "unknown"
         : moment.fate == Fate::kNotStored ? "no"
                                           : "";
}

void WriteMoment(const Report& report, const Moment& moment, std::string& out) {
  const auto& names = report.names;
  Members(out)
      .Text("time", base::FormatTime(moment.time))
      .Text("event", EventName(moment))
      .Text("secret", names.Text(moment.secret))
      .Text("operation", names.Text(moment.operation))
      .Text("user", names.Text(moment.user))
      .Text("actor", ActorName(moment.actor))
      .OrNull("fieldManager", names.Text(moment.manager))
      .OrNull("pod", names.Text(moment.pod))
      .OrNull("rotation", names.Text(moment.rotation))
      .OrNull("rules", names.Text(moment.rules))
      .OrNull("reason", names.Text(moment.reason))
      .Flag("dryRun", moment.dry_run)
      .Flag("callerKnown", moment.known)
      .OrNull("stored", FateName(moment))
      .OrNull("fingerprintBefore", FormatFingerprint(moment.before))
      .OrNull("fingerprintAfter", FormatFingerprint(moment.after));
}

void WriteRotation(const Rotation& rotation, std::string& out) {
  Members(out)
      .OrNull("id", rotation.id)
      .Text("begin", base::FormatTime(rotation.begin))
      .Text("end", base::FormatTime(rotation.end))
      .OrNull("outcome", rotation.outcome)
      .Flag("over", rotation.over)
      .OrNull("reason", rotation.reason)
      .Count("runs", rotation.runs);
}

void WriteGroup(const std::pair<std::string, Refused>& group, std::string& out) {
  Members(out)
      .Text("name", group.first)
      .Count("count", group.second.count)
      .Text("last", base::FormatTime(group.second.last));
}

void WriteUnseen(const Report& report, const UnseenEdit& edit, std::string& out) {
  Members(out)
      .Text("secret", report.names.Text(edit.secret))
      .Text("from", base::FormatTime(edit.from))
      .Text("until", base::FormatTime(edit.until))
      .OrNull("fingerprintBefore", FormatFingerprint(edit.before))
      .OrNull("fingerprintAfter", FormatFingerprint(edit.after));
}

std::string Counts(const Report& report) {
  std::string out;
  Members(out)
      .Count("allowed", report.allowed)
      .Count("denied", report.denied)
      .Count("errors", report.errors)
      .Count("dryRuns", report.dry_runs)
      .Count("unguarded", report.unguarded)
      .Count("fromKnownCallers", report.from_known)
      .Count("fromUnknownCallers", report.from_unknown)
      .Count("summarised", report.summarised)
      .Count("summarisedDenied", report.summarised_denied)
      .Count("lostLines", report.lost_lines);
  return out;
}

std::string StateName(LogState state) {
  return state == LogState::kWhole ? "whole" : state == LogState::kUnproven ? "unproven" : "broken";
}

using Cells = std::vector<std::string>;

std::string CsvRow(const Cells& cells) {
  std::string row;
  for (const auto& cell : cells) {
    row += (row.empty() ? "" : ",") + CsvCell(cell);
  }
  return row + "\r\n";
}

}  // namespace

std::string CsvCell(std::string_view text) {
  std::string cell = "\"";
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    cell += '\'';
  }
  for (const char c : base::Printable(text, 8192)) {
    cell += c == '"' ? "\"\"" : std::string(1, c);
  }
  return cell + "\"";
}

bool WriteJson(const Report& report, const Print& print) {
  Parts parts(print);
  const auto list = [&](const auto& items, auto write, auto wanted) {
    return [&, write, wanted] { WriteArray(parts, items, wanted, write); };
  };
  const auto all = [](const auto& /*item*/) { return true; };
  const auto moment = [&](const Moment& one, std::string& out) { WriteMoment(report, one, out); };
  const auto unseen = [&](const UnseenEdit& one, std::string& out) { WriteUnseen(report, one, out); };
  std::string last = "null";
  if (report.last_change) {
    last.clear();
    WriteMoment(report, *report.last_change, last);
  }
  Members(parts.Text())
      .Text("now", base::FormatTime(report.now))
      .OrNull("since", report.since ? base::FormatTime(*report.since) : "")
      .Text("firstLine", base::FormatTime(report.first))
      .Text("lastLine", base::FormatTime(report.last))
      .Text("log", StateName(report.log))
      .Count("lines", report.lines)
      .Count("processes", report.processes)
      .OrNull("tokenSince", report.token_since ? base::FormatTime(*report.token_since) : "")
      .Raw("lastChange", last)
      .Flag("lastChangeUnseen", report.last_unseen.has_value())
      .Count("refusedLastWeek", report.refused_last_week)
      .Raw("counts", Counts(report))
      .Value("changes", list(report.moments, moment, IsChange))
      .Value("refused", list(report.moments, moment, IsRefusal))
      .Value("refusedByRule", list(report.refused_by_rule, WriteGroup, all))
      .Value("refusedByUser", list(report.refused_by_user, WriteGroup, all))
      .Value("rotations", list(report.rotations, WriteRotation, all))
      .Value("unseenEdits", list(report.unseen, unseen, all));
  parts.Text() += "\n";
  return parts.End();
}

bool WriteCsv(const Report& report, const Print& print) {
  Parts parts(print);
  const auto row = [&](const Cells& cells) {
    parts.Text() += CsvRow(cells);
    parts.Pass();
  };
  row({"time", "event", "secret", "operation", "user", "actor", "fieldManager", "pod", "rotation", "rules", "reason",
       "dryRun", "callerKnown", "stored", "fingerprintBefore", "fingerprintAfter"});
  const auto& names = report.names;
  for (const auto& m : report.moments) {
    if (IsChange(m) || IsRefusal(m)) {
      row({base::FormatTime(m.time), std::string(EventName(m)), names.Text(m.secret), names.Text(m.operation),
           names.Text(m.user), std::string(ActorName(m.actor)), names.Text(m.manager), names.Text(m.pod),
           names.Text(m.rotation), names.Text(m.rules), names.Text(m.reason), m.dry_run ? "true" : "false",
           m.known ? "true" : "false", std::string(FateName(m)), FormatFingerprint(m.before),
           FormatFingerprint(m.after)});
    }
  }
  for (const auto& r : report.rotations) {
    row({base::FormatTime(r.end), "rotation: " + OutcomeWords(r), "", "", "", "rotator", "", "", r.id, "", r.reason, "",
         "", "", "", ""});
  }
  for (const auto& e : report.unseen) {
    row({base::FormatTime(e.until), "unseen edit", names.Text(e.secret), "", "", "", "", "", "", "",
         "after " + base::FormatTime(e.from), "", "", "", FormatFingerprint(e.before), FormatFingerprint(e.after)});
  }
  return parts.End();
}

}  // namespace trail_report
