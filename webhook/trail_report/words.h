// The words of a report: what all formats for people say alike. Pure; any number of threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trail_report/model.h"

namespace trail_report {

// "a person", "the rotator", …
std::string_view ActorWords(Actor actor);
// "person", "rotator", "workload", "system", "nobody": for programs.
std::string_view ActorName(Actor actor);

// "2026-11-25 09:13:20", in UTC.
std::string Clock(Time time);
// "2026-11-25"
std::string Day(Time time);
// The largest unit that fits: "13 seconds", "1 hour", "41 days".
std::string Length(std::chrono::milliseconds length);
// "1,234"
std::string Grouped(std::uint64_t number);
// "1 line", "1,234 lines"
std::string Counted(std::uint64_t number, const std::string& noun);
// The first 8 hex digits of a fingerprint: enough to see which tokens are the same; "-" if there is none.
std::string Short(const Fingerprint& fingerprint);

enum class Tone { kPlain, kGood, kWarn, kBad };

// "token A replaced by B", "new token A, none before", "token A removed", "not fingerprinted". `open` and `close` stand
// around each fingerprint.
std::string Exchange(const Fingerprint& before, const Fingerprint& after, std::string_view open = "",
                     std::string_view close = "");

// What happened, in a word or two: "changed", "refused", "not stored", …
std::string_view EventName(const Moment& moment);
Tone ToneOf(const Moment& moment);

// "rotated", "rolled back", "stopped", "unfinished", …
std::string OutcomeWords(const Rotation& rotation);
// The same of a run that has ended; `outcome` as in docs/audit.schema.json.
std::string OutcomeWords(std::string_view outcome);
Tone ToneOf(const Rotation& rotation);

// The questions that a reader comes with. Texts hold user names: hostile.
struct Answer {
  std::string question;
  std::string answer;  // A few words.
  std::string detail;  // A sentence or two; may be empty.
  Tone tone = Tone::kPlain;
};
std::vector<Answer> Answers(const Report& report);

// "keptn/keptn-api-token"; hostile.
std::string TitleOf(const Report& report);
// The time that the report covers.
std::string PeriodOf(const Report& report);
// Counts, and what the report cannot know. Nothing hostile.
std::vector<std::string> Notes(const Report& report);

}  // namespace trail_report
