#include "audit/record.h"

#include <optional>
#include <utility>
#include <vector>

#include "admission/truncate.h"
#include "base/time_text.h"
#include "json/write.h"

namespace audit {
namespace {

constexpr std::size_t kChainRoom = 256;   // Bytes that the writer adds: number and chain.
constexpr std::size_t kMostField = 512;   // Bytes in JSON to which what a client chooses is cut.
constexpr std::size_t kUsualLine = 1024;  // Bytes.
constexpr std::size_t kMostEntries = 16;  // Groups and extras.
constexpr const char* kCut = "…";

// A line in the making. `before` is what stands in front of a value, as it stands: comma, key, colon.
class Line {
 public:
  Line() { text_.reserve(kUsualLine); }
  Line& Raw(std::string_view text) {
    text_.append(text);
    return *this;
  }
  Line& Text(std::string_view before, std::string_view text) {
    constexpr std::size_t kWorst = 6;  // Bytes in JSON of one byte.
    text_.append(before);
    if (text.size() <= kMostField / kWorst) {
      json::AppendString(text_, text);
    } else {
      json::AppendString(text_, admission::TruncateForJson(text, kMostField));
    }
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

void WriteGroups(const std::vector<std::string>& groups, std::size_t most, Line& line) {
  for (std::size_t i = 0; i < groups.size() && i < most; ++i) {
    line.Text(i == 0 ? "" : ",", groups[i]);
  }
  if (groups.size() > most) {
    line.Text(most == 0 ? "" : ",", kCut);
  }
}

void WriteExtra(const std::vector<std::pair<std::string, std::string>>& extra, std::size_t most, Line& line) {
  for (std::size_t i = 0; i < extra.size() && i < most; ++i) {
    line.Text(i == 0 ? "" : ",", extra[i].first).Text(":", extra[i].second);
  }
  if (extra.size() > most) {
    line.Text(most == 0 ? "" : ",", kCut).Text(":", kCut);
  }
}

// With so many groups and extras, and without its last brace: number and chain come behind.
std::string Compose(const admission::Review& review, const admission::Decision& decision, const Caller& caller,
                    ports::Clock::WallTime time, std::chrono::microseconds duration, std::size_t most_entries) {
  Line line;
  line.Text(R"({"version":1,"type":"decision","time":)", base::FormatTime(time))
      .Text(R"(,"uid":)", review.uid)
      .Text(R"(,"operation":)", review.operation)
      .Text(R"(,"namespace":)", review.secret_namespace)
      .Text(R"(,"name":)", review.name)
      .Text(R"(,"user":)", review.user)
      .Raw(R"(,"groups":[)");
  WriteGroups(review.groups, most_entries, line);
  line.Raw(R"(],"extra":{)");
  WriteExtra(review.extra, most_entries, line);
  line.Text(R"(},"fieldManager":)", review.field_manager)
      .Bool(R"(,"dryRun":)", review.dry_run)
      .Bool(R"(,"guarded":)", decision.guarded)
      .Bool(R"(,"changed":)", decision.changed)
      .Text(R"(,"verdict":)", decision.verdict)
      .Raw(R"(,"findings":[)");
  std::string_view before = R"({"id":)";
  for (const auto& finding : decision.findings) {
    const bool deny = finding.severity == token::Severity::kDeny;
    line.Text(before, finding.id).Text(R"(,"severity":)", deny ? "deny" : "warn").Raw("}");
    before = R"(,{"id":)";
  }
  line.Optional(R"(],"fingerprintBefore":)", decision.fingerprint_before)
      .Optional(R"(,"fingerprintAfter":)", decision.fingerprint_after)
      .Text(R"(,"peer":)", caller.peer)
      .Text(R"(,"client":)", caller.client.empty() ? "unauthenticated" : caller.client)
      .Raw(R"(,"durationMicroseconds":)")
      .Raw(std::to_string(duration.count()));
  return line.Take();
}

}  // namespace

std::string AuditLine(const admission::Review& review, const admission::Decision& decision, const Caller& caller,
                      ports::Clock::WallTime time, std::chrono::microseconds duration) {
  std::string line = Compose(review, decision, caller, time, duration, kMostEntries);
  if (line.size() > kMaxLine - kChainRoom) {
    // Eight fields and the findings of every rule fit; it is groups and extras that are too many.
    line = Compose(review, decision, caller, time, duration, 0);
  }
  return line;
}

}  // namespace audit
