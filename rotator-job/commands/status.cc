#include "commands/status.h"

#include "base/printable.h"
#include "base/time_text.h"
#include "json/write.h"
#include "rotation/consumer_pods.h"

namespace commands {
namespace {

std::string Days(std::chrono::seconds age) {
  constexpr long kHour = 3600;
  constexpr long kDay = 24 * kHour;
  const long seconds = static_cast<long>(age.count());
  return std::to_string(seconds / kDay) + " d " + std::to_string(seconds % kDay / kHour) + " h";
}

std::string StateOf(rotation::Phase phase) {
  return phase == rotation::Phase::kIdle ? "idle" : phase == rotation::Phase::kForward ? "rotating" : "rolling back";
}

// What the Secret holds during a rotation.
std::string LiveToken(const token::Profile& profile, const rotation::Record& record, const kube::Secret* secret) {
  if (record.phase == rotation::Phase::kIdle) {
    return "";
  }
  const auto found =
      secret == nullptr ? std::map<std::string, base::SecretBytes>::const_iterator() : secret->data.find(profile.key);
  if (secret == nullptr || found == secret->data.end()) {
    return "the Secret holds no token";
  }
  return found->second.Equals(record.pending)    ? "the Secret holds the new token"
         : found->second.Equals(record.previous) ? "the Secret holds the previous token"
                                                 : "the Secret holds a token that somebody else has set";
}

template <typename Map>
std::string Find(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? "" : found->second;
}

}  // namespace

Status Summarize(const token::Profile& profile, const rotation::Record& record, const kube::Secret* secret,
                 ports::Clock::WallTime now, const rotation::Settings& settings) {
  Status status;
  status.secret = profile.secret_namespace + "/" + profile.secret;
  status.present = secret != nullptr && secret->data.count(profile.key) != 0;
  status.state = StateOf(record.phase);
  status.holder = record.holder;
  status.id = record.id;
  status.failures = record.failures;
  status.unproven = record.unproven;
  status.live = LiveToken(profile, record, secret);
  if (secret != nullptr) {
    status.changed_at = Find(secret->written, profile.key);
    status.changed_by = Find(secret->writers, profile.key);
  }
  status.never = record.rotated.empty();
  status.rotated = !record.rotated.empty() ? record.rotated : secret != nullptr ? secret->created : "";
  const auto since = base::ParseTime(status.rotated);
  if (!since) {
    return status;
  }
  status.age = std::chrono::duration_cast<std::chrono::seconds>(now - *since);
  if (settings.max_age.count() > 0) {
    status.due = base::FormatTime(*since + settings.max_age);
  }
  if (record.phase == rotation::Phase::kIdle && !record.previous.Empty() && *since + settings.keep > now) {
    status.previous_until = base::FormatTime(*since + settings.keep);
  }
  return status;
}

void AddFindings(Status& status, const token::Profile& profile, const rotation::Record& record, kube::Client& client,
                 ports::Clock& clock) {
  if (record.phase != rotation::Phase::kIdle) {
    rotation::PodInformer informer(client, clock);
    const std::string holdings =
        informer.Load() ? rotation::DescribeHoldings(informer, profile, record) : std::string();
    status.live += holdings.empty() ? "" : "; " + holdings;
  }
  // Asked first, because a client retries a missing permission for seconds.
  if (!client.CheckAccess({"list", "", "events", "", profile.guard_namespace}).value_or(false)) {
    return;
  }
  const auto warnings = client.ListWarnings(profile.guard_namespace);
  for (const auto& warning : warnings ? *warnings : std::vector<kube::Warning>()) {
    if ((warning.kind == "Job" || warning.kind == "CronJob") && warning.name.rfind("token-rotator", 0) == 0) {
      status.failed_jobs.push_back(warning.kind + " " + warning.name + ": " + warning.reason + ": " + warning.message);
    }
  }
}

std::string ForPeople(const Status& status) {
  constexpr std::size_t kMaxText = 8192;  // Field managers and events are written by others.
  const auto line = [](const char* name, const std::string& value) {
    return std::string(name) + std::string(15 - std::char_traits<char>::length(name), ' ') +
           base::Printable(value, kMaxText) + "\n";
  };
  std::string text =
      line("Secret", status.secret + (status.present ? "" : " (no token in it)")) +
      line("State", status.state + (status.state == "idle" ? "" : ", rotation " + status.id)) +
      (status.live.empty() ? "" : line("Live", status.live)) +
      line("Lock", status.holder.empty() ? "free" : "held by " + status.holder) +
      line("Last rotation", status.rotated.empty() ? "not known"
                            : status.never         ? "never; the Secret was created at " + status.rotated
                                                   : status.rotated) +
      line("Last changed", status.changed_at.empty() ? "not known" : status.changed_at + " by " + status.changed_by) +
      line("Age", status.age ? Days(*status.age) : "not known") +
      line("Next due", status.due.empty() ? "with every run (no --max-age is given)" : status.due) +
      line("Failures", std::to_string(status.failures) + " in a row" +
                           (status.failures < rotation::kMaxFailures ? "" : ": waiting for rotate --force")) +
      line("Rollback",
           status.previous_until.empty() ? "no previous token is kept" : "possible until " + status.previous_until);
  if (!status.unproven.empty()) {
    text += line("Not proven", status.unproven + " had no pods in the last rotation");
  }
  for (const auto& job : status.failed_jobs) {
    text += line("Warning", job);
  }
  return text;
}

std::string AsJson(const Status& status) {
  const auto json = json::EncodeIndented([&](json::IndentedWriter& writer) {
    const auto text = [&](const char* name, const std::string& value) {
      writer.Key(name);
      value.empty() ? static_cast<void>(writer.Null()) : json::Put(writer, value);
    };
    text("secret", status.secret);
    writer.Key("present");
    writer.Bool(status.present);
    text("state", status.state);
    text("live", status.live);
    text("holder", status.holder);
    text("id", status.id);
    text("rotated", status.rotated);
    text("changedAt", status.changed_at);
    text("changedBy", status.changed_by);
    writer.Key("ageSeconds");
    status.age ? writer.Int64(status.age->count()) : writer.Null();
    text("nextDue", status.due);
    writer.Key("failures");
    writer.Int64(status.failures);
    text("previousKeptUntil", status.previous_until);
    text("unproven", status.unproven);
    writer.Key("failedJobs");
    writer.StartArray();
    for (const auto& job : status.failed_jobs) {
      json::Put(writer, job);
    }
    writer.EndArray();
  });
  return json + "\n";
}

}  // namespace commands
