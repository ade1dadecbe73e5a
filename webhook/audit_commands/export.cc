#include "audit_commands/export.h"

#include <algorithm>
#include <chrono>

#include "audit_commands/input.h"
#include "base/time_text.h"
#include "json/write.h"
#include "trail_report/sentence.h"

namespace audit_commands {
namespace {

using trail_reader::Event;
using trail_reader::Type;

// Builds an object. Texts are escaped so that they are safe to print.
class Object {
 public:
  Object& Text(std::string_view name, std::string_view text) {
    if (!text.empty()) {
      Name(name);
      json::AppendString(out_, text);
    }
    return *this;
  }
  Object& Raw(std::string_view name, std::string_view json) {
    Name(name);
    out_ += json;
    return *this;
  }
  Object& Flag(std::string_view name, bool value) { return Raw(name, value ? "true" : "false"); }
  Object& Count(std::string_view name, std::uint64_t value) { return Raw(name, std::to_string(value)); }
  Object& Add(std::string_view name, const Object& object) {
    return object.out_.size() == 1 ? *this : Raw(name, object.Take());
  }
  [[nodiscard]] std::string Take() const { return out_ + "}"; }

 private:
  void Name(std::string_view name) { out_.append(out_.size() == 1 ? "\"" : ",\"").append(name).append("\":"); }
  std::string out_ = "{";
};

std::string List(const std::vector<std::string_view>& texts) {
  std::string out = "[";
  for (const auto text : texts) {
    out += out.size() == 1 ? "" : ",";
    json::AppendString(out, text);
  }
  return out + "]";
}

std::string Rules(const Event& event) {
  std::vector<std::string_view> ids;
  ids.reserve(event.findings.size());
  for (const auto& finding : event.findings) {
    ids.push_back(finding.id);
  }
  return List(ids);
}

// The rule that decided; if none denied, the first one that warned.
std::string_view RuleOf(const Event& event) {
  const auto found = std::find_if(event.findings.begin(), event.findings.end(),
                                  [](const trail_reader::Finding& finding) { return finding.denies; });
  return event.findings.empty() ? std::string_view()
                                : (found != event.findings.end() ? *found : event.findings.front()).id;
}

// "10.0.0.1:40312" or "[::1]:40312" without the port.
std::string_view AddressOf(std::string_view peer) {
  const auto address = peer.substr(0, peer.rfind(':'));
  return address.starts_with('[') && address.ends_with(']') ? address.substr(1, address.size() - 2) : address;
}

// The port; empty if it is no number.
std::string_view PortOf(std::string_view peer) {
  constexpr std::size_t kMaxDigits = 5;
  const auto port = peer.substr(std::min(peer.size(), peer.rfind(':') + 1));
  const bool number = !port.empty() && port.size() <= kMaxDigits && port.front() != '0' &&
                      port.find_first_not_of("0123456789") == std::string_view::npos;
  return number ? port : std::string_view();
}

// What the schemas have no field for. Hour and weekday are in UTC, for the query languages that know no calendar.
Object Own(const Event& event) {
  Object own;
  own.Text("type", event.type_name)
      .Text("verdict", event.verdict)
      .Text("profile", event.profile)
      .Text("fingerprint_before", event.fingerprint_before)
      .Text("fingerprint_after", event.fingerprint_after)
      .Text("rotation", event.rotation)
      .Text("step", event.step)
      .Text("outcome", event.outcome)
      .Text("field_manager", event.field_manager)
      .Text("pod", event.pod)
      .Text("client", event.client)
      .Text("instance", event.instance)
      .Count("sequence", event.sequence)
      .Text("previous", event.previous ? trail_reader::ToHex(*event.previous) : "");
  if (event.type == Type::kDecision) {
    const auto day = std::chrono::floor<std::chrono::days>(event.time);
    own.Flag("guarded", event.guarded)
        .Flag("changed", event.changed)
        .Flag("dry_run", event.dry_run)
        .Raw("rules", Rules(event))
        .Count("hour", static_cast<std::uint64_t>(std::chrono::floor<std::chrono::hours>(event.time - day).count()))
        .Count("weekday", std::chrono::weekday(day).iso_encoding());
  }
  if (event.caller_known) {
    own.Flag("caller_known", *event.caller_known);
  }
  if (event.type == Type::kSummary) {
    own.Count("decisions", event.decisions).Count("denied", event.denied);
  }
  if (event.type == Type::kLost) {
    own.Count("lost", event.lost);
  }
  return own;
}

const char* ChangeOf(std::string_view operation) {
  return operation == "CREATE"   ? "creation"
         : operation == "DELETE" ? "deletion"
         : operation == "UPDATE" ? "change"
                                 : "info";
}

// *Allowed* is not *stored*: the outcome of an allowed write is not known here.
const char* EcsOutcome(const Event& event) {
  if (event.type == Type::kRotation) {
    return event.step != "end" ? "unknown" : event.outcome == "rotated" ? "success" : "failure";
  }
  return event.type == Type::kDecision && event.verdict != "allowed" ? "failure" : "unknown";
}

constexpr int kOcsfOther = 99;

int OcsfActivity(const Event& event) {
  constexpr int kStart = 3;  // Of Application Lifecycle.
  constexpr int kStop = 4;
  return event.operation == "CREATE"    ? 1
         : event.operation == "UPDATE"  ? 3
         : event.operation == "DELETE"  ? 4
         : event.type == Type::kOpening ? kStart
         : event.type == Type::kClosing ? kStop
                                        : kOcsfOther;
}

const char* ProgramOf(const Event& event) { return event.type == Type::kRotation ? "token-rotator" : "token-webhook"; }

std::string ActionOf(const Event& event) {
  return event.type == Type::kDecision   ? std::string(event.operation)
         : event.type == Type::kRotation ? "rotation-" + std::string(event.step)
                                         : std::string(event.type_name);
}

}  // namespace

std::string ToEcs(const Event& event, std::string_view line) {
  const bool decision = event.type == Type::kDecision;
  std::vector<std::string_view> types{"info"};
  if (decision) {
    types = {event.verdict == "allowed" ? "allowed" : "denied", ChangeOf(event.operation)};
  }
  Object source;
  source.Text("ip", AddressOf(event.peer)).Text("address", AddressOf(event.peer));
  if (const auto port = PortOf(event.peer); !port.empty()) {
    source.Raw("port", port);
  }
  Object ecs;
  ecs.Text("@timestamp", base::FormatTime(event.time))
      .Add("ecs", Object().Text("version", "8.11.0"))
      .Text("message", trail_report::Describe(event).text)
      .Add("event", Object()
                        .Text("kind", "event")
                        .Raw("category", decision ? R"(["api"])" : R"(["process"])")
                        .Raw("type", List(types))
                        .Text("action", ActionOf(event))
                        .Text("outcome", EcsOutcome(event))
                        .Text("reason", event.reason)
                        .Text("id", event.uid)
                        .Text("provider", ProgramOf(event))
                        .Text("original", line))
      .Add("user", Object().Text("name", event.user))
      .Add("source", source)
      .Add("orchestrator",
           Object()
               .Text("type", "kubernetes")
               .Text("namespace", event.secret_namespace)
               .Add("resource", Object().Text("type", event.name.empty() ? "" : "secret").Text("name", event.name)))
      .Add("rule", Object().Text("id", RuleOf(event)))
      .Add("token_guard", Own(event));
  return ecs.Take() + "\n";
}

std::string ToOcsf(const Event& event, std::string_view line) {
  // Category 6, Application Activity: API Activity, or Application Lifecycle.
  const bool decision = event.type == Type::kDecision;
  const int kind = decision ? 6003 : 6002;
  const bool refused = decision && event.verdict != "allowed";
  const int activity = OcsfActivity(event);
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(event.time.time_since_epoch()).count();
  Object ocsf;
  ocsf.Raw("class_uid", std::to_string(kind))
      .Raw("category_uid", "6")
      .Raw("activity_id", std::to_string(activity))
      .Text("activity_name", activity == kOcsfOther ? ActionOf(event) : "")
      .Raw("type_uid", std::to_string(kind * 100 + activity))
      .Raw("time", std::to_string(milliseconds))
      .Raw("severity_id", refused || event.lost > 0 ? "3" : "1")
      .Raw("status_id", refused ? "2" : "0")
      .Text("status_detail", event.reason)
      .Text("message", trail_report::Describe(event).text)
      .Add("metadata",
           Object()
               .Text("version", "1.3.0")
               .Text("uid", event.uid)
               .Raw("sequence", std::to_string(event.sequence))
               .Add("product", Object().Text("name", "Keptn token guard").Text("vendor_name", "Keptn token guard")));
  if (decision) {
    ocsf.Add("actor", Object().Add("user", Object().Text("name", event.user.empty() ? "unknown" : event.user)))
        .Add("src_endpoint", Object().Text("ip", AddressOf(event.peer)))
        .Add("api", Object()
                        .Text("operation", ActionOf(event))
                        .Add("request", Object().Text("uid", event.uid))
                        .Add("service", Object().Text("name", "kube-apiserver")));
  } else {
    ocsf.Add("app", Object().Text("name", ProgramOf(event)).Text("vendor_name", "Keptn token guard"));
  }
  if (!event.name.empty()) {
    ocsf.Raw(
        "resources",
        "[" +
            Object().Text("type", "secret").Text("namespace", event.secret_namespace).Text("name", event.name).Take() +
            "]");
  }
  ocsf.Add("unmapped", Object().Add("token_guard", Own(event))).Text("raw_data", line);
  return ocsf.Take() + "\n";
}

Outcome Export(const World& world, const ExportRequest& request) {
  const auto format = request.format == ExportFormat::kEcs ? ToEcs : ToOcsf;
  const auto tally = ReadAuditLines(world, request.files, [&](const AuditLine& line) -> base::Result<void> {
    if (!world.print(format(line.event, line.text))) {
      return base::Fail(base::Code::kInvalid, "standard output could not be written");
    }
    return {};
  });
  if (!tally) {
    return {kUnreadable, "", tally.error().message + "\n"};
  }
  return {kWhole, "", Remarks(*tally)};
}

}  // namespace audit_commands
