#include "trail_report/sentence.h"

#include "trail_reader/printable.h"
#include "trail_report/collector.h"

namespace trail_report {
namespace {

using trail_reader::Event;
using trail_reader::Printable;
using trail_reader::Type;

constexpr std::size_t kMaxName = 120;    // Bytes.
constexpr std::size_t kMaxReason = 400;  // Bytes.

std::string Warnings(const Event& event) {
  std::string rules;
  for (const auto& finding : event.findings) {
    if (!finding.denies) {
      rules += (rules.empty() ? "; warned: " : ", ") + Printable(finding.id, kMaxName);
    }
  }
  return rules;
}

Sentence DescribeDecision(const Event& event) {
  const std::string user = event.user.empty() ? "somebody" : Printable(event.user, kMaxName);
  const std::string secret = Printable(event.secret_namespace, kMaxName) + "/" + Printable(event.name, kMaxName);
  const std::string with = (event.field_manager.empty() ? "" : " with " + Printable(event.field_manager, kMaxName)) +
                           (event.dry_run ? ", as a dry run" : "") +
                           (event.caller_known.value_or(true) ? "" : ", by a caller that proved nothing");
  if (!event.guarded) {
    return {user + " wrote " + secret + with + ": not guarded", Tone::kPlain};
  }
  if (event.verdict != "allowed") {
    return {user + " was refused a write of " + secret + with +
                (event.reason.empty() ? "" : ": " + Printable(event.reason, kMaxReason)),
            Tone::kBad};
  }
  if (!event.changed) {
    return {user + (event.operation == "DELETE" ? " deleted " : " wrote ") + secret + with +
                (event.operation == "DELETE" ? "" : ": the token stays") + Warnings(event),
            Tone::kPlain};
  }
  const std::string tokens = ": token " + Short(ParseFingerprint(event.fingerprint_before)) + " to " +
                             Short(ParseFingerprint(event.fingerprint_after));
  const bool rotator = !event.rotation.empty();
  return {user + (event.operation == "DELETE" ? " deleted the token of " : " changed the token of ") + secret + with +
              tokens + (rotator ? ", rotation " + Printable(event.rotation, kMaxName) : "") + Warnings(event),
          event.dry_run ? Tone::kPlain
          : rotator     ? Tone::kGood
                        : Tone::kWarn};
}

Sentence DescribeRotation(const Event& event) {
  const std::string head =
      event.rotation.empty() ? "the rotator: " : "rotation " + Printable(event.rotation, kMaxName) + ": ";
  const std::string why = event.reason.empty() ? "" : ": " + Printable(event.reason, kMaxReason);
  const std::string token = "token " + Short(ParseFingerprint(event.fingerprint_after));
  if (event.step == "begin") {
    return {head + "begins, to replace " + Short(ParseFingerprint(event.fingerprint_before)) + " by " + token,
            Tone::kPlain};
  }
  if (event.step == "resume") {
    return {head + "another run continues it" + why, Tone::kWarn};
  }
  if (event.step == "set") {
    return {head + "the Secret holds " + token, Tone::kPlain};
  }
  if (event.step == "restart") {
    return {head + "the consumers were restarted", Tone::kPlain};
  }
  if (event.step == "prove") {
    return {head + "each pod accepts " + token + " and rejects the other one", Tone::kGood};
  }
  if (event.step == "rollback") {
    return {head + "rolls back" + why, Tone::kBad};
  }
  return {head + "ended: " + Printable(event.outcome, kMaxName) + why,
          event.outcome == "rotated"                                        ? Tone::kGood
          : event.outcome == "set-not-proven" || event.outcome == "yielded" ? Tone::kWarn
                                                                            : Tone::kBad};
}

}  // namespace

Sentence Describe(const Event& event) {
  const std::string instance = event.instance.empty() ? "the webhook" : Printable(event.instance, kMaxName);
  switch (event.type) {
    case Type::kDecision:
      return DescribeDecision(event);
    case Type::kRotation:
      return DescribeRotation(event);
    case Type::kSummary:
      return {Counted(event.decisions, "further decision") + ": " + Grouped(event.denied) + " denied, " +
                  Grouped(event.errors) + " not judged",
              event.denied + event.errors > 0 ? Tone::kWarn : Tone::kPlain};
    case Type::kLost:
      return {instance + " could not write " + Counted(event.lost, "line"), Tone::kBad};
    case Type::kOpening:
      return {instance + " began to serve: " + Printable(event.program, kMaxName) +
                  (event.callers_unknown ? ", and answers every caller" : ""),
              event.callers_unknown ? Tone::kWarn : Tone::kPlain};
    case Type::kClosing:
      return {instance + " was stopped", Tone::kPlain};
  }
  return {};
}

}  // namespace trail_report
