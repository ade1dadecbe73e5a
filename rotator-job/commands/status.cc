#include "commands/status.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "base/time_text.h"

namespace commands {
namespace {

std::string Days(std::chrono::seconds age) {
  constexpr long kHour = 3600;
  constexpr long kDay = 24 * kHour;
  const long seconds = static_cast<long>(age.count());
  return std::to_string(seconds / kDay) + " d " + std::to_string(seconds % kDay / kHour) + " h";
}

}  // namespace

Status Summarize(const token::Profile& profile, const rotation::Record& record, const kube::Secret* secret,
                 ports::Clock::WallTime now, const rotation::Settings& settings) {
  Status status;
  status.secret = profile.secret_namespace + "/" + profile.secret;
  status.present = secret != nullptr && secret->data.count(profile.key) != 0;
  status.state = record.phase == rotation::Phase::kIdle      ? "idle"
                 : record.phase == rotation::Phase::kForward ? "rotating"
                                                             : "going back";
  status.holder = record.holder;
  status.id = record.id;
  status.failures = record.failures;
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

std::string ForPeople(const Status& status) {
  const auto line = [](const char* name, const std::string& value) {
    return std::string(name) + std::string(15 - std::char_traits<char>::length(name), ' ') + value + "\n";
  };
  return line("Secret", status.secret + (status.present ? "" : " (no token in it)")) +
         line("State", status.state + (status.state == "idle" ? "" : ", rotation " + status.id)) +
         line("Lock", status.holder.empty() ? "free" : "held by " + status.holder) +
         line("Last set", status.rotated.empty() ? "not known" : status.rotated) +
         line("Age", status.age ? Days(*status.age) : "not known") +
         line("Next due", status.due.empty() ? "with every run (no --max-age is given)" : status.due) +
         line("Failures", std::to_string(status.failures) + " in a row" +
                              (status.failures < rotation::kMostFailures ? "" : ": it waits for rotate --force")) +
         line("Rollback",
              status.previous_until.empty() ? "no previous token is kept" : "possible until " + status.previous_until);
}

std::string AsJson(const Status& status) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
  writer.SetIndent(' ', 2);
  const auto text = [&](const char* name, const std::string& value) {
    writer.Key(name);
    value.empty() ? writer.Null() : writer.String(value.c_str(), static_cast<rapidjson::SizeType>(value.size()));
  };
  writer.StartObject();
  text("secret", status.secret);
  writer.Key("present");
  writer.Bool(status.present);
  text("state", status.state);
  text("holder", status.holder);
  text("id", status.id);
  text("rotated", status.rotated);
  writer.Key("ageSeconds");
  status.age ? writer.Int64(status.age->count()) : writer.Null();
  text("nextDue", status.due);
  writer.Key("failures");
  writer.Int64(status.failures);
  text("previousKeptUntil", status.previous_until);
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace commands
