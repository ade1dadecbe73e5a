#include "audit/record.h"

#include <algorithm>
#include <utility>

#include "base/time_text.h"
#include "token/profile_json.h"
#include "trail/line.h"
#include "trail/sha256.h"

namespace audit {
namespace {

using trail::kMore;
using trail::Line;

constexpr std::size_t kMaxEntries = 16;  // Groups and extras.

// Writes the items as a JSON array of strings.
template <typename Items>
void AppendTexts(std::string_view before, const Items& items, std::size_t max_items, bool more, Line& line) {
  line.Raw(before).Raw("[");
  std::string_view comma;
  for (std::size_t i = 0; i < items.size() && i < max_items; ++i) {
    line.Text(std::exchange(comma, ","), items[i]);
  }
  if (more || items.size() > max_items) {
    line.Text(comma, kMore);
  }
  line.Raw("]");
}

void AppendExtra(const std::vector<std::pair<std::string, std::string>>& extra, std::size_t max_entries, Line& line) {
  line.Raw(R"(,"extra":{)");
  std::string_view comma;
  for (std::size_t i = 0; i < extra.size() && i < max_entries; ++i) {
    line.Text(std::exchange(comma, ","), extra[i].first).Text(":", extra[i].second);
  }
  if (extra.size() > max_entries) {
    line.Text(comma, kMore).Text(":", kMore);
  }
  line.Raw("}");
}

void AppendFindings(const std::vector<token::Finding>& findings, Line& line) {
  line.Raw(R"(,"findings":[)");
  std::string_view before = R"({"id":)";
  for (const auto& finding : findings) {
    const bool deny = finding.severity == token::Severity::kDeny;
    line.Text(before, finding.id).Raw(deny ? R"(,"severity":"deny"})" : R"(,"severity":"warn"})");
    before = R"(,{"id":)";
  }
  line.Raw("]");
}

// Adds a name that is not there yet, up to Summary::kMaxNamed.
void Keep(std::string_view name, std::vector<std::string>& names, bool& more) {
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    return;
  }
  if (names.size() < Summary::kMaxNamed) {
    names.emplace_back(name);
  } else {
    more = true;
  }
}

std::string Compose(const admission::DecisionEvent& event, std::string_view instance, std::size_t max_entries) {
  const auto& review = event.review;
  const auto& decision = event.decision;
  const auto& caller = event.caller;
  Line line("decision", event.time);
  line.Text(R"(,"verdict":)", admission::VerdictName(decision.verdict))
      .Text(R"(,"operation":)", review.operation)
      .Text(R"(,"name":)", review.name)
      .Text(R"(,"user":)", review.user);
  decision.reason.empty() ? line.Raw(R"(,"reason":null)") : line.Text(R"(,"reason":)", decision.reason);
  line.Text(R"(,"namespace":)", review.secret_namespace);
  decision.guarded ? line.Text(R"(,"profile":)", event.profile.name) : line.Raw(R"(,"profile":null)");
  AppendFindings(decision.findings, line);
  line.Bool(R"(,"guarded":)", decision.guarded)
      .Bool(R"(,"changed":)", decision.changed)
      .Bool(R"(,"dryRun":)", review.dry_run)
      .Optional(R"(,"fingerprintBefore":)", decision.fingerprint_before)
      .Optional(R"(,"fingerprintAfter":)", decision.fingerprint_after)
      .Optional(R"(,"rotation":)", decision.rotation)
      .Text(R"(,"fieldManager":)", review.field_manager);
  AppendTexts(R"(,"groups":)", review.groups, max_entries, false, line);
  AppendExtra(review.extra, max_entries, line);
  line.Text(R"(,"uid":)", review.uid).Text(R"(,"peer":)", caller.peer);
  caller.client_name.empty() ? line.Raw(R"(,"client":null)") : line.Text(R"(,"client":)", caller.client_name);
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(event.duration).count();
  return line.Bool(R"(,"callerKnown":)", caller.known)
      .Count(R"(,"durationMicroseconds":)", static_cast<std::uint64_t>(microseconds))
      .Finish(instance);
}

}  // namespace

std::string OpeningRecord(const Opening& opening, ports::Clock::WallTime time, std::string_view instance) {
  const token::Profile& profile = opening.profile;
  const auto digest = trail::Sha256::Of(token::SerializeProfile(profile));
  Line line("opening", time);
  line.Text(R"(,"program":)", opening.program)
      .Text(R"(,"profiles":[{"name":)", profile.name)
      .Text(R"(,"namespace":)", profile.secret_namespace)
      .Text(R"(,"secret":)", profile.secret)
      .Text(R"(,"key":)", profile.key)
      .Text(R"(,"mode":)", profile.mode == token::Mode::kEnforce ? "enforce" : "audit")
      .Text(R"(,"digest":)", trail::View(digest))
      .Raw("}]");
  AppendTexts(R"(,"callersKnownBy":)", opening.callers_known_by, opening.callers_known_by.size(), false, line);
  return line.Finish(instance);
}

std::string DecisionRecord(const admission::DecisionEvent& event, std::string_view instance) {
  std::string record = Compose(event, instance, kMaxEntries);
  if (record.size() > kMaxRecord) {
    record = Compose(event, instance, 0);  // Groups and extras are too long; everything else always fits.
  }
  return record;
}

void Summary::Add(const admission::Decision& decision, std::string_view address, std::string_view user) {
  ++(decision.verdict == admission::Verdict::kAllowed  ? allowed
     : decision.verdict == admission::Verdict::kDenied ? denied
                                                       : errors);
  Keep(address, addresses, more_addresses);
  if (!user.empty()) {
    Keep(user, users, more_users);
  }
}

std::string SummaryRecord(const Summary& summary, ports::Clock::WallTime time, std::string_view instance) {
  Line line("summary", time);
  line.Text(R"(,"since":)", base::FormatTime(summary.since))
      .Count(R"(,"decisions":)", summary.allowed + summary.denied + summary.errors)
      .Count(R"(,"allowed":)", summary.allowed)
      .Count(R"(,"denied":)", summary.denied)
      .Count(R"(,"errors":)", summary.errors);
  AppendTexts(R"(,"addresses":)", summary.addresses, Summary::kMaxNamed, summary.more_addresses, line);
  AppendTexts(R"(,"users":)", summary.users, Summary::kMaxNamed, summary.more_users, line);
  return line.Finish(instance);
}

std::string LostRecord(std::uint64_t count, ports::Clock::WallTime time, std::string_view instance) {
  return Line("lost", time).Count(R"(,"lost":)", count).Finish(instance);
}

std::string ClosingRecord(ports::Clock::WallTime time, std::string_view instance) {
  return Line("closing", time).Finish(instance);
}

}  // namespace audit
