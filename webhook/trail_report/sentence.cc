#include "trail_report/sentence.h"

#include "base/printable.h"
#include "trail_report/collector.h"

namespace trail_report {
namespace {

using base::Printable;
using trail_reader::Event;
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

// "jane changed the token of keptn/keptn-api-token", or "jane tried to change …".
std::string ActOf(const Event& event) {
  const bool token = event.guarded && event.changed;
  const bool done = event.verdict == "allowed";
  const std::string verb = event.operation == "DELETE" ? (done ? "deleted" : "tried to delete")
                           : token                     ? (done ? "changed" : "tried to change")
                                                       : (done ? "wrote" : "tried to write");
  return (event.user.empty() ? "somebody" : Printable(event.user, kMaxName)) + " " + verb + " " +
         (token ? "the token of " : "") + Printable(event.secret_namespace, kMaxName) + "/" +
         Printable(event.name, kMaxName);
}

Sentence DescribeDecision(const Event& event) {
  const std::string with = (event.field_manager.empty() ? "" : " with " + Printable(event.field_manager, kMaxName)) +
                           (event.dry_run ? " (a dry run: nothing is stored)" : "") +
                           (event.caller_known.value_or(true) ? "" : " (the caller proved nothing)");
  if (!event.guarded) {
    return {ActOf(event) + with + ": not guarded", Tone::kPlain};
  }
  if (event.verdict != "allowed") {
    return {ActOf(event) + with + ", and was refused" + (event.verdict == "error" ? " without a judgement" : "") +
                (event.reason.empty() ? "" : ": " + Printable(event.reason, kMaxReason)),
            Tone::kBad};
  }
  if (!event.changed) {
    return {ActOf(event) + with + (event.operation == "DELETE" ? "" : ": the token stays the same") + Warnings(event),
            Tone::kPlain};
  }
  const auto before = ParseFingerprint(event.fingerprint_before);
  const auto after = ParseFingerprint(event.fingerprint_after);
  const bool printed = before != Fingerprint{} || after != Fingerprint{};
  const bool rotator = !event.rotation.empty();
  return {ActOf(event) + with + (printed ? ": " + Exchange(before, after) : "") +
              (rotator ? ", rotation " + Printable(event.rotation, kMaxName) : "") + Warnings(event),
          event.dry_run ? Tone::kPlain
          : rotator     ? Tone::kGood
                        : Tone::kWarn};
}

Sentence DescribeRotation(const Event& event) {
  const std::string head =
      event.rotation.empty() ? "the rotator: " : "rotation " + Printable(event.rotation, kMaxName) + ": ";
  const std::string why = event.reason.empty() ? "" : ": " + Printable(event.reason, kMaxReason);
  const auto after = ParseFingerprint(event.fingerprint_after);
  const std::string token = after != Fingerprint{} ? "token " + Short(after)
                            : event.back           ? "the token before"
                                                   : "the new token";
  if (event.step == "begin") {
    const auto before = ParseFingerprint(event.fingerprint_before);
    return {head + "begins; " + (before == Fingerprint{} ? "the token" : "token " + Short(before)) +
                " is to be replaced by " + token,
            Tone::kPlain};
  }
  if (event.step == "resume") {
    return {head + "continued by another run" + why, Tone::kWarn};
  }
  if (event.step == "set") {
    return {head + "the Secret now holds " + token, Tone::kPlain};
  }
  if (event.step == "restart") {
    return {head + "the consumers have restarted", Tone::kPlain};
  }
  if (event.step == "prove") {
    return {head + "every pod accepts " + token + " and rejects the other token", Tone::kGood};
  }
  if (event.step == "rollback") {
    return {head + "goes back to the token before" + why, Tone::kBad};
  }
  return {head + "ended: " + Printable(OutcomeWords(event.outcome), kMaxName) + why,
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
      return {Counted(event.decisions, "further decision") + " without a line of their own: " + Grouped(event.denied) +
                  " denied, " + Grouped(event.errors) + " not judged",
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
