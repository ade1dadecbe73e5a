#include "trail_report/words.h"

#include <algorithm>
#include <array>

#include "base/hex.h"
#include "base/time_text.h"

namespace trail_report {
namespace {

constexpr std::size_t kShownRules = 4;

std::string ListOf(const std::vector<std::pair<std::string, Refused>>& groups) {
  std::string text;
  for (std::size_t i = 0; i < groups.size() && i < kShownRules; ++i) {
    text += (i == 0 ? "" : ", ") + groups[i].first + " (" + Grouped(groups[i].second.count) + ")";
  }
  return text + (groups.size() > kShownRules ? ", …" : "");
}

Answer WhoChanged(const Report& report) {
  const std::string question = "Who last changed the token?";
  if (report.last_unseen) {
    const auto& edit = *report.last_unseen;
    return {question, "somebody, unseen",
            "No review saw this edit, between " + Clock(edit.from) + " and " + Clock(edit.until) + ".", Tone::kBad};
  }
  if (!report.last_change) {
    return {question, "nobody in this log", "No change of the token was allowed.", Tone::kPlain};
  }
  const auto& change = *report.last_change;
  const auto& manager = report.names.Text(change.manager);
  const auto& pod = report.names.Text(change.pod);
  std::string detail = "At " + Clock(change.time) + " UTC" + (manager.empty() ? "" : ", with " + manager) +
                       (pod.empty() ? "" : ", from pod " + pod) + ".";
  if (change.fate == Fate::kOpen) {
    detail += " No later line confirms that it was stored.";
  }
  return {question, report.names.Text(change.user), detail, Tone::kPlain};
}

Answer WasItAPerson(const Report& report) {
  const std::string question = "Was it a person?";
  if (report.last_unseen || !report.last_change) {
    return {question, report.last_unseen ? "not known" : "-", "", report.last_unseen ? Tone::kBad : Tone::kPlain};
  }
  const auto& change = *report.last_change;
  const bool person = change.actor == Actor::kPerson;
  std::string detail = change.known ? "kube-apiserver authenticated this user."
                                    : "Not proven: the caller did not prove to be kube-apiserver.";
  if (change.actor == Actor::kRotator) {
    detail = "Rotation " + report.names.Text(change.rotation) + ". " + detail;
  }
  return {question, person ? "yes" : "no, " + std::string(ActorWords(change.actor)), detail,
          !change.known ? Tone::kWarn
          : person      ? Tone::kWarn
                        : Tone::kGood};
}

Answer HowOld(const Report& report) {
  constexpr std::chrono::hours kOld(24 * 90);
  const std::string question = "How old is the token?";
  if (!report.token_since) {
    if (report.lines == 0 || report.first > report.now) {
      return {question, "not known", "", Tone::kWarn};
    }
    const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(report.now - report.first);
    return {question, "over " + Length(age), "It has not changed since the log begins, at " + Clock(report.first) + ".",
            age > kOld ? Tone::kWarn : Tone::kPlain};
  }
  const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(report.now - *report.token_since);
  return {question, Length(std::max(age, std::chrono::milliseconds(0))),
          "Since " + Clock(*report.token_since) + " UTC.", age > kOld ? Tone::kWarn : Tone::kGood};
}

Answer WhatWasRefused(const Report& report) {
  const std::string question = "What was refused this week?";
  if (report.refused_last_week == 0) {
    return {question, "nothing",
            report.denied + report.errors > 0 ? "Earlier: " + ListOf(report.refused_by_rule) + "." : "", Tone::kGood};
  }
  return {question, Counted(report.refused_last_week, "write"), ListOf(report.refused_last_week_by_rule) + ".",
          Tone::kWarn};
}

Answer WhatWasUnseen(const Report& report) {
  const std::string question = "Was the token changed unseen?";
  if (!report.has_fingerprints) {
    return {
        question, "not known",
        "The lines hold no fingerprints: the webhook has no key. The first rotation makes the key; the webhook reads "
        "the key within 90 s.",
        Tone::kWarn};
  }
  return report.unseen.empty()
             ? Answer{question, "no", "Each line found a token that an allowed change had left.", Tone::kGood}
             : Answer{question, Counted(report.unseen.size(), "time"),
                      "The last time before " + Clock(report.unseen.back().until) + ".", Tone::kBad};
}

Answer IsTheLogWhole(const Report& report) {
  const std::string question = "Is the log whole?";
  const std::string detail = Counted(report.lines, "line") + " of " + Grouped(report.processes) +
                             (report.processes == 1 ? " process" : " processes") + ". ";
  switch (report.log) {
    case LogState::kWhole:
      return report.lost_lines == 0
                 ? Answer{question, "yes", detail + "Each chain is complete and closed.", Tone::kGood}
                 : Answer{question, "yes, but " + Counted(report.lost_lines, "line") + " could not be written",
                          detail + "The output of the webhook was blocked.", Tone::kWarn};
    case LogState::kUnproven:
      return {question, "as far as it goes",
              detail +
                  "No line within is missing or altered; a chain is open, its beginning is not here, or a line could "
                  "not be read.",
              Tone::kPlain};
    case LogState::kBroken:
      return {question, "no: it is broken", detail + "'token-webhook audit verify' says where.", Tone::kBad};
  }
  return {};
}

}  // namespace

std::string_view ActorWords(Actor actor) {
  switch (actor) {
    case Actor::kPerson:
      return "a person";
    case Actor::kRotator:
      return "the rotator";
    case Actor::kWorkload:
      return "a service account";
    case Actor::kSystem:
      return "a component of the cluster";
    case Actor::kNobody:
      return "not authenticated";
  }
  return "";
}

std::string_view ActorName(Actor actor) {
  constexpr std::array<std::string_view, 5> kNames{"person", "rotator", "workload", "system", "nobody"};
  return kNames.at(static_cast<std::size_t>(actor));
}

std::string Clock(Time time) {
  std::string text = base::FormatTime(time).substr(0, 19);
  text[10] = ' ';
  return text;
}

std::string Day(Time time) { return base::FormatTime(time).substr(0, 10); }

std::string Length(std::chrono::milliseconds length) {
  constexpr std::array<std::pair<long, const char*>, 4> kUnits{
      {{86'400, "day"}, {3'600, "hour"}, {60, "minute"}, {1, "second"}}};
  const long seconds = static_cast<long>(length.count() / 1000);
  for (const auto& [size, name] : kUnits) {
    if (seconds >= size) {
      return Counted(static_cast<std::uint64_t>(seconds / size), name);
    }
  }
  return "0 seconds";
}

std::string Grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits;
}

std::string Counted(std::uint64_t number, const std::string& noun) {
  return Grouped(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string Short(const Fingerprint& fingerprint) {
  return fingerprint == Fingerprint{} ? "-" : base::Hex({fingerprint.data(), 4});
}

std::string Exchange(const Fingerprint& before, const Fingerprint& after, std::string_view open,
                     std::string_view close) {
  const auto shown = [&](const Fingerprint& fingerprint) {
    return std::string(open) + Short(fingerprint) + std::string(close);
  };
  const bool none_before = before == Fingerprint{};
  const bool none_after = after == Fingerprint{};
  return none_before && none_after ? "not fingerprinted"
         : none_before             ? "new token " + shown(after) + ", none before"
         : none_after              ? "token " + shown(before) + " removed"
                                   : "token " + shown(before) + " replaced by " + shown(after);
}

std::string_view EventName(const Moment& moment) {
  switch (moment.verdict) {
    case Verdict::kDenied:
      return "refused";
    case Verdict::kError:
      return "not judged";
    case Verdict::kAllowed:
      break;
  }
  return moment.fate == Fate::kNotStored                                   ? "not stored"
         : moment.fate == Fate::kNone && !moment.changed                   ? "kept"
         : moment.fate == Fate::kNone                                      ? "dry run"
         : moment.after == Fingerprint{} && moment.before != Fingerprint{} ? "removed"
                                                                           : "changed";
}

Tone ToneOf(const Moment& moment) {
  return IsRefusal(moment)                 ? Tone::kBad
         : moment.fate == Fate::kNotStored ? Tone::kPlain
         : moment.actor == Actor::kRotator ? Tone::kGood
         : IsChange(moment)                ? Tone::kWarn
                                           : Tone::kPlain;
}

std::string OutcomeWords(const Rotation& rotation) {
  return !rotation.told ? "set" : !rotation.over ? "unfinished" : OutcomeWords(rotation.outcome);
}

std::string OutcomeWords(std::string_view outcome) {
  return outcome == "rolled-back"              ? "rolled back"
         : outcome == "rolled-back-not-proven" ? "rolled back, not proven"
         : outcome == "set-not-proven"         ? "set, not proven"
                                               : std::string(outcome);
}

Tone ToneOf(const Rotation& rotation) {
  return rotation.outcome == "rotated"                    ? Tone::kGood
         : rotation.over && rotation.outcome == "stopped" ? Tone::kBad
         : rotation.outcome.starts_with("rolled-back")    ? Tone::kBad
                                                          : Tone::kWarn;
}

std::vector<Answer> Answers(const Report& report) {
  return {WhoChanged(report),     WasItAPerson(report),  HowOld(report),
          WhatWasRefused(report), WhatWasUnseen(report), IsTheLogWhole(report)};
}

std::string TitleOf(const Report& report) {
  return report.secrets.empty()       ? "no Secret"
         : report.secrets.size() == 1 ? report.names.Text(report.secrets.front())
                                      : Counted(report.secrets.size(), "Secret");
}

std::string PeriodOf(const Report& report) {
  return report.since ? Clock(*report.since) + " to " + Clock(report.now) + " UTC"
                      : Clock(report.first) + " to " + Clock(report.last) + " UTC";
}

std::vector<std::string> Notes(const Report& report) {
  std::vector<std::string> notes;
  const auto decisions = report.allowed + report.denied + report.errors;
  notes.push_back(Counted(decisions, "decision") + " on the Secret: " + Grouped(report.allowed) + " allowed, " +
                  Grouped(report.denied) + " denied, " + Grouped(report.errors) + " not judged; " +
                  Counted(report.dry_runs, "dry run") + " among them.");
  notes.push_back("From kube-apiserver, proven: " + Grouped(report.from_known) +
                  ". From callers that proved nothing: " + Grouped(report.from_unknown) +
                  (report.from_unknown > 0 ? "; anybody who reaches the port may have made these up." : "."));
  if (report.summarised > 0) {
    notes.push_back(Counted(report.summarised, "decision") + " without a line of their own, beyond the rate of their " +
                    "caller: " + Grouped(report.summarised_denied) + " denied.");
  }
  if (report.unguarded > 0) {
    notes.push_back(Counted(report.unguarded, "decision") + " about other objects, allowed.");
  }
  if (report.lost_lines > 0) {
    notes.push_back(Counted(report.lost_lines, "line") + " could not be written: the output was blocked.");
  }
  if (report.now - report.last > std::chrono::hours(24)) {
    notes.push_back("The log ends at " + Clock(report.last) + "; what happened since then is not in this report.");
  }
  return notes;
}

}  // namespace trail_report
