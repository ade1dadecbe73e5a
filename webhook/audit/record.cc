#include "audit/record.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_text.h"
#include "json/write.h"

namespace audit {
namespace {

constexpr std::size_t kMaxField = 512;    // Bytes of JSON for a value that a client chose.
constexpr std::size_t kUsualLine = 1024;  // Bytes.
constexpr std::size_t kMaxEntries = 16;   // Groups and extras.
constexpr std::string_view kMore = "…";

// Builds a line. `before` is copied as it is: comma, key, colon.
class Line {
 public:
  Line() { text_.reserve(kUsualLine); }
  Line& Raw(std::string_view text) {
    text_.append(text);
    return *this;
  }
  Line& Text(std::string_view before, std::string_view text) {
    json::AppendString(text_.append(before), text, kMaxField);
    return *this;
  }
  Line& Optional(std::string_view before, const std::optional<std::string>& text) {
    return text ? Text(before, *text) : Raw(before).Raw("null");
  }
  Line& Bool(std::string_view before, bool value) { return Raw(before).Raw(value ? "true" : "false"); }
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

void AppendGroups(const std::vector<std::string>& groups, std::size_t max_entries, Line& line) {
  line.Raw(R"(,"groups":[)");
  for (std::size_t i = 0; i < groups.size() && i < max_entries; ++i) {
    line.Text(i == 0 ? "" : ",", groups[i]);
  }
  if (groups.size() > max_entries) {
    line.Text(max_entries == 0 ? "" : ",", kMore);
  }
  line.Raw("]");
}

void AppendExtra(const std::vector<std::pair<std::string, std::string>>& extra, std::size_t max_entries, Line& line) {
  line.Raw(R"(,"extra":{)");
  for (std::size_t i = 0; i < extra.size() && i < max_entries; ++i) {
    line.Text(i == 0 ? "" : ",", extra[i].first).Text(":", extra[i].second);
  }
  if (extra.size() > max_entries) {
    line.Text(max_entries == 0 ? "" : ",", kMore).Text(":", kMore);
  }
  line.Raw("}");
}

void AppendDecision(const admission::Decision& decision, Line& line) {
  line.Bool(R"(,"guarded":)", decision.guarded)
      .Bool(R"(,"changed":)", decision.changed)
      .Text(R"(,"verdict":)", admission::VerdictName(decision.verdict))
      .Raw(R"(,"findings":[)");
  std::string_view before = R"({"id":)";
  for (const auto& finding : decision.findings) {
    const bool deny = finding.severity == token::Severity::kDeny;
    line.Text(before, finding.id).Text(R"(,"severity":)", deny ? "deny" : "warn").Raw("}");
    before = R"(,{"id":)";
  }
  line.Optional(R"(],"fingerprintBefore":)", decision.fingerprint_before)
      .Optional(R"(,"fingerprintAfter":)", decision.fingerprint_after);
}

std::string Compose(const admission::DecisionEvent& event, std::size_t max_entries) {
  const auto& review = event.review;
  const auto& caller = event.caller;
  Line line;
  line.Text(R"({"version":1,"type":"decision","time":)", base::FormatTime(event.time))
      .Text(R"(,"uid":)", review.uid)
      .Text(R"(,"operation":)", review.operation)
      .Text(R"(,"namespace":)", review.secret_namespace)
      .Text(R"(,"name":)", review.name)
      .Text(R"(,"user":)", review.user);
  AppendGroups(review.groups, max_entries, line);
  AppendExtra(review.extra, max_entries, line);
  line.Text(R"(,"fieldManager":)", review.field_manager).Bool(R"(,"dryRun":)", review.dry_run);
  AppendDecision(event.decision, line);
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(event.duration).count();
  line.Text(R"(,"peer":)", caller.peer)
      .Text(R"(,"client":)", caller.client_name.empty() ? "unauthenticated" : caller.client_name)
      .Raw(R"(,"durationMicroseconds":)")
      .Raw(std::to_string(microseconds));
  return line.Take();
}

Line Begin(std::string_view type, ports::Clock::WallTime time) {
  Line line;
  line.Raw(R"({"version":1,"type":")").Raw(type).Text(R"(","time":)", base::FormatTime(time));
  return line;
}

}  // namespace

std::string DecisionRecord(const admission::DecisionEvent& event) {
  std::string record = Compose(event, kMaxEntries);
  if (record.size() > kMaxRecord) {
    record = Compose(event, 0);  // Groups and extras are too long; everything else always fits.
  }
  return record;
}

void Summary::Add(const admission::Decision& decision, std::string_view address) {
  ++(decision.verdict == admission::Verdict::kAllowed  ? allowed
     : decision.verdict == admission::Verdict::kDenied ? denied
                                                       : errors);
  if (std::find(addresses.begin(), addresses.end(), address) != addresses.end()) {
    return;
  }
  if (addresses.size() < kMaxAddresses) {
    addresses.emplace_back(address);
  } else {
    more_addresses = true;
  }
}

std::string SummaryRecord(const Summary& summary, ports::Clock::WallTime time) {
  Line line = Begin("summary", time);
  line.Text(R"(,"since":)", base::FormatTime(summary.since))
      .Raw(R"(,"decisions":)")
      .Raw(std::to_string(summary.allowed + summary.denied + summary.errors))
      .Raw(R"(,"allowed":)")
      .Raw(std::to_string(summary.allowed))
      .Raw(R"(,"denied":)")
      .Raw(std::to_string(summary.denied))
      .Raw(R"(,"errors":)")
      .Raw(std::to_string(summary.errors))
      .Raw(R"(,"addresses":[)");
  std::string_view comma;
  for (const auto& address : summary.addresses) {
    line.Text(std::exchange(comma, ","), address);
  }
  if (summary.more_addresses) {
    line.Text(comma, kMore);
  }
  return line.Raw("]").Take();
}

std::string LostRecord(std::uint64_t count, ports::Clock::WallTime time) {
  return Begin("lost", time).Raw(R"(,"lost":)").Raw(std::to_string(count)).Take();
}

std::string ClosingRecord(ports::Clock::WallTime time) { return Begin("closing", time).Take(); }

}  // namespace audit
