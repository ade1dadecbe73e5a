#include "trail_report/collector.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/hex.h"
#include "trail_report/fates.h"

namespace trail_report {
namespace {

using trail_reader::Event;
using trail_reader::Type;

constexpr std::string_view kPrefix = "hmac-sha256:";
constexpr std::size_t kMaxGroups = 1'000;  // Rules and users that are counted apart.
constexpr std::size_t kMaxRotations = 100'000;
constexpr std::size_t kMaxId = 128;      // Bytes, of a rotation.
constexpr std::size_t kMaxReason = 512;  // Bytes, of a rotation: the writer's limit.

int Value(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

std::string RulesOf(const Event& event) {
  const bool denied = event.verdict != "allowed";
  std::string rules;
  for (const auto& finding : event.findings) {
    if (finding.denies == denied && finding.id != "foreign-annotations") {
      rules += (rules.empty() ? "" : ", ") + std::string(finding.id);
    }
  }
  return !rules.empty() || !denied  ? rules
         : event.verdict == "error" ? "not judged"
         : event.reason.empty()     ? "malformed"
                                    : std::string(event.reason.substr(0, event.reason.find(':')));
}

Verdict VerdictOf(std::string_view verdict) {
  return verdict == "allowed" ? Verdict::kAllowed : verdict == "denied" ? Verdict::kDenied : Verdict::kError;
}

using Groups = std::unordered_map<Names::Id, Refused>;

// The most frequent first; of equals, the one that reads first.
std::vector<std::pair<std::string, Refused>> Sorted(const Groups& groups, const Names& names) {
  std::vector<std::pair<std::string, Refused>> sorted;
  for (const auto& [id, refused] : groups) {
    sorted.emplace_back(names.Text(id), refused);
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second.count != b.second.count ? a.second.count > b.second.count : a.first < b.first;
  });
  return sorted;
}

void Count(Groups& groups, Names::Id id, Time time) {
  auto& refused = groups[groups.size() < kMaxGroups || groups.count(id) > 0 ? id : Names::kMore];
  ++refused.count;
  refused.last = std::max(refused.last, time);
}

LogState StateOf(const std::vector<trail_reader::Chain>& chains, std::uint64_t unread) {
  LogState state = unread > 0 ? LogState::kUnproven : LogState::kWhole;
  for (const auto& chain : chains) {
    const bool unproven = !chain.shape.closed || chain.shape.first > 0;
    state = std::max(state, chain.shape.fault_count > 0 ? LogState::kBroken
                            : unproven                  ? LogState::kUnproven
                                                        : LogState::kWhole);
  }
  return state;
}

}  // namespace

Actor ActorOf(std::string_view user, bool rotator) {
  constexpr std::string_view kServiceAccount = "system:serviceaccount:";
  return rotator                             ? Actor::kRotator
         : user.empty()                      ? Actor::kNobody
         : user == "system:anonymous"        ? Actor::kNobody
         : user.starts_with(kServiceAccount) ? Actor::kWorkload
         : user.starts_with("system:")       ? Actor::kSystem
                                             : Actor::kPerson;
}

Fingerprint ParseFingerprint(std::string_view text) {
  Fingerprint fingerprint{};
  if (text.size() != kPrefix.size() + 2 * fingerprint.size() || !text.starts_with(kPrefix)) {
    return {};
  }
  text.remove_prefix(kPrefix.size());
  for (std::size_t i = 0; i < fingerprint.size(); ++i) {
    const int high = Value(text[2 * i]);
    const int low = Value(text[2 * i + 1]);
    if (high < 0 || low < 0) {
      return {};
    }
    fingerprint[i] = static_cast<char>(high * 16 + low);
  }
  return fingerprint;
}

std::string FormatFingerprint(const Fingerprint& fingerprint) {
  return fingerprint == Fingerprint{} ? "" : std::string(kPrefix) + base::Hex({fingerprint.data(), fingerprint.size()});
}

Collector::Collector(Time now, std::optional<Time> since) {
  report_.now = now;
  report_.since = since;
  report_.first = Time::max();
  report_.last = Time::min();
}

void Collector::Add(const Event& event, const trail_reader::Digest& digest) {
  std::uint64_t line = 0;
  std::memcpy(&line, digest.data(), sizeof line);
  report_.first = std::min(report_.first, event.time);
  report_.last = std::max(report_.last, event.time);
  const bool listed = !report_.since || event.time >= *report_.since;
  switch (event.type) {
    case Type::kDecision:
      AddDecision(event, line);
      break;
    case Type::kRotation:
      AddRotation(event, line);
      break;
    case Type::kSummary:
      if (listed && seen_.insert(line).second) {
        report_.summarised += event.decisions;
        report_.summarised_denied += event.denied;
      }
      break;
    case Type::kLost:
      if (listed && seen_.insert(line).second) {
        report_.lost_lines += event.lost;
      }
      break;
    case Type::kOpening:
    case Type::kClosing:
      break;
  }
}

void Collector::AddDecision(const Event& event, std::uint64_t line) {
  if (!event.guarded) {
    report_.unguarded += !report_.since || event.time >= *report_.since ? 1 : 0;
    return;
  }
  auto& names = report_.names;
  const bool rotator = !event.rotation.empty() || (event.version == 1 && event.user.ends_with(":token-rotator"));
  Moment moment;
  moment.time = event.time;
  moment.line = line;
  moment.before = ParseFingerprint(event.fingerprint_before);
  moment.after = ParseFingerprint(event.fingerprint_after);
  moment.secret = names.Keep(std::string(event.secret_namespace) + "/" + std::string(event.name));
  moment.user = names.Keep(event.user);
  moment.manager = names.Keep(event.field_manager);
  moment.pod = names.Keep(event.pod);
  moment.rotation = names.Keep(event.rotation.substr(0, kMaxId));
  moment.rules = names.Keep(RulesOf(event));
  moment.reason = names.Keep(event.reason);
  moment.operation = names.Keep(event.operation);
  moment.verdict = VerdictOf(event.verdict);
  moment.actor = ActorOf(event.user, rotator);
  moment.changed = event.changed;
  moment.dry_run = event.dry_run;
  moment.known = event.caller_known.value_or(!event.client.empty() && event.client != "unauthenticated");
  report_.moments.push_back(moment);
}

void Collector::AddRotation(const Event& event, std::uint64_t line) {
  if (!seen_.insert(line).second || rotations_.size() + unbegun_.size() > kMaxRotations) {
    return;
  }
  const auto id = event.rotation.substr(0, kMaxId);
  const auto reason = event.reason.substr(0, kMaxReason);
  auto& rotation = id.empty() ? unbegun_.emplace_back() : rotations_[std::string(id)];
  if (!rotation.told) {
    rotation.told = true;
    rotation.id = id;
    rotation.begin = event.time;
    rotation.end = event.time;
  }
  rotation.begin = std::min(rotation.begin, event.time);
  rotation.runs += event.step == "begin" || event.step == "resume" ? 1 : 0;
  if (event.step == "end" && (!rotation.over || event.time >= rotation.end)) {
    rotation.over = true;
    rotation.outcome = event.outcome.substr(0, kMaxId);
    rotation.reason = event.reason.empty() ? rotation.reason : std::string(reason);
  } else if (!event.reason.empty()) {
    rotation.reason = reason;
  }
  rotation.end = std::max(rotation.end, event.time);
  if (event.step == "set") {
    Moment step;
    step.time = event.time;
    step.after = ParseFingerprint(event.fingerprint_after);
    step.secret = report_.names.Keep(std::string(event.secret_namespace) + "/" + std::string(event.name));
    steps_.push_back(step);
  }
}

void Collector::SortMoments() {
  auto& moments = report_.moments;
  const auto before = [](const Moment& a, const Moment& b) {
    return a.time != b.time ? a.time < b.time : a.line < b.line;
  };
  if (!std::is_sorted(moments.begin(), moments.end(), before)) {
    std::sort(moments.begin(), moments.end(), before);
  }
  moments.erase(std::unique(moments.begin(), moments.end(),
                            [](const Moment& a, const Moment& b) { return a.time == b.time && a.line == b.line; }),
                moments.end());
  std::sort(steps_.begin(), steps_.end(), before);
}

void Collector::CountRefusals() {
  Groups by_rule;
  Groups by_user;
  Groups last_week;
  for (const auto& moment : report_.moments) {
    ++(moment.verdict == Verdict::kAllowed  ? report_.allowed
       : moment.verdict == Verdict::kDenied ? report_.denied
                                            : report_.errors);
    ++(moment.known ? report_.from_known : report_.from_unknown);
    report_.dry_runs += moment.dry_run ? 1 : 0;
    if (IsRefusal(moment)) {
      Count(by_rule, moment.rules, moment.time);
      Count(by_user, moment.user, moment.time);
      if (moment.time >= report_.now - kWeek) {
        ++report_.refused_last_week;
        Count(last_week, moment.rules, moment.time);
      }
    }
  }
  report_.refused_by_rule = Sorted(by_rule, report_.names);
  report_.refused_by_user = Sorted(by_user, report_.names);
  report_.refused_last_week_by_rule = Sorted(last_week, report_.names);
}

void Collector::TraceToken() {
  auto fates = Trace(report_.moments, steps_);
  std::set<Names::Id> secrets;
  for (const auto& moment : report_.moments) {
    secrets.insert(moment.secret);
    report_.has_fingerprints = report_.has_fingerprints || moment.after != Fingerprint{};
    if (moment.fate == Fate::kStored || moment.fate == Fate::kOpen) {
      report_.last_change = moment;
    }
  }
  report_.secrets.assign(secrets.begin(), secrets.end());
  if (!fates.unseen.empty() && (!report_.last_change || fates.unseen.back().until > report_.last_change->time)) {
    report_.last_unseen = fates.unseen.back();
  }
  if (!fates.token_changes.empty()) {
    report_.token_since = fates.token_changes.back();
  }
  report_.unseen = std::move(fates.unseen);
  report_.token_changes = std::move(fates.token_changes);
}

void Collector::FinishRotations() {
  for (const auto& moment : report_.moments) {  // Rotations of which only the webhook's lines are here.
    const auto& id = report_.names.Text(moment.rotation);
    if (IsChange(moment) && !id.empty() && rotations_.size() < kMaxRotations) {
      auto& rotation = rotations_.try_emplace(id).first->second;
      if (rotation.id.empty()) {
        rotation.id = id;
        rotation.begin = moment.time;
      }
      rotation.end = std::max(rotation.end, moment.time);
    }
  }
  for (auto& [id, rotation] : rotations_) {
    unbegun_.push_back(std::move(rotation));
  }
  std::sort(unbegun_.begin(), unbegun_.end(), [](const Rotation& a, const Rotation& b) { return a.begin < b.begin; });
  report_.rotations = std::move(unbegun_);
}

void Collector::DropEarly() {
  if (!report_.since) {
    return;
  }
  const Time since = *report_.since;
  auto& moments = report_.moments;
  moments.erase(moments.begin(), std::find_if(moments.begin(), moments.end(),
                                              [&](const Moment& moment) { return moment.time >= since; }));
  std::erase_if(report_.unseen, [&](const UnseenEdit& edit) { return edit.until < since; });
  std::erase_if(report_.rotations, [&](const Rotation& rotation) { return rotation.end < since; });
}

Report Collector::Finish(const std::vector<trail_reader::Chain>& chains, std::uint64_t unread) {
  SortMoments();
  TraceToken();
  FinishRotations();
  DropEarly();
  CountRefusals();
  report_.log = StateOf(chains, unread);
  report_.processes = chains.size();
  for (const auto& chain : chains) {
    report_.lines += chain.shape.lines;
  }
  return std::move(report_);
}

}  // namespace trail_report
