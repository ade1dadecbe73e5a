#include "rotation/record.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <array>

#include "base/base64.h"

namespace rotation {
namespace {

constexpr std::array<std::string_view, 3> kPhases{"idle", "forward", "back"};
constexpr std::array<std::string_view, 2> kStrategies{"rollout", "delete-pods"};

// The index of a name, or 0 where there is none; `known` turns false where it is another.
template <std::size_t N>
std::size_t Index(const std::array<std::string_view, N>& names, const std::string& name, bool& known) {
  for (std::size_t i = 0; i < N; ++i) {
    if (name == names[i]) {
      return i;
    }
  }
  known = known && name.empty();
  return 0;
}

base::Error Garbled(const std::string& what) {
  return {base::Code::kInvalid, std::string("the record in Secret ") + kRecordSecret + " " + what +
                                    "; empty it with: kubectl patch secret " + kRecordSecret +
                                    " --type=json -p '[{\"op\":\"remove\",\"path\":\"/data\"}]'"};
}

}  // namespace

Record Record::Clone() const {
  Record copy;
  copy.holder = holder;
  copy.heartbeat = heartbeat;
  copy.phase = phase;
  copy.guards = guards;
  copy.id = id;
  copy.strategy = strategy;
  copy.started = started;
  copy.rotated = rotated;
  copy.failures = failures;
  copy.pending = pending.Clone();
  copy.previous = previous.Clone();
  copy.stamps = stamps;
  return copy;
}

base::Result<Record> ParseRecord(const base::SecretBytes& json) {
  Record record;
  if (json.Empty()) {
    return record;
  }
  std::string copy(json.Reveal());
  rapidjson::Document document;
  document.ParseInsitu(copy.data());
  if (document.HasParseError() || !document.IsObject()) {
    base::Wipe(copy);
    return base::Fail(Garbled("is not JSON"));
  }
  const auto text = [&](const char* name) {
    const auto found = document.FindMember(name);
    return found != document.MemberEnd() && found->value.IsString()
               ? std::string(found->value.GetString(), found->value.GetStringLength())
               : "";
  };
  const auto number = [&](const char* name) {
    const auto found = document.FindMember(name);
    return found != document.MemberEnd() && found->value.IsInt64() ? static_cast<long>(found->value.GetInt64()) : 0L;
  };
  const bool version = number("version") == 1;
  bool known = true;
  record.phase = static_cast<Phase>(Index(kPhases, text("phase"), known));
  record.strategy = static_cast<Strategy>(Index(kStrategies, text("strategy"), known));
  record.guards = text("guards");
  record.holder = text("holder");
  record.heartbeat = number("heartbeat");
  record.id = text("id");
  record.started = text("started");
  record.rotated = text("rotated");
  record.failures = number("failures");
  record.pending = base::SecretBytes(text("pending"));
  record.previous = base::SecretBytes(text("previous"));
  const auto stamps = document.FindMember("stamps");
  if (stamps != document.MemberEnd() && stamps->value.IsObject()) {
    for (const auto& member : stamps->value.GetObject()) {
      record.stamps.emplace(member.name.GetString(), member.value.IsString() ? member.value.GetString() : "");
    }
  }
  base::Wipe(copy);
  if (!version) {
    return base::Fail(Garbled("is not of version 1"));
  }
  if (!known || record.failures < 0) {
    return base::Fail(Garbled("holds a phase, a strategy or a count that there is none of"));
  }
  if (record.phase != Phase::kIdle && (record.pending.Empty() || record.id.empty())) {
    return base::Fail(Garbled("tells of a rotation under way without its id or token"));
  }
  return record;
}

base::SecretBytes SerializeRecord(const Record& record) {
  // More than a record takes: a buffer that grew would leave a copy of a token behind.
  constexpr std::size_t kRoom = 16384;
  rapidjson::StringBuffer buffer(nullptr, kRoom);
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto text = [&](const char* key, std::string_view value) {
    writer.Key(key);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  const auto number = [&](const char* key, long value) {
    writer.Key(key);
    writer.Int64(value);
  };
  writer.StartObject();
  number("version", 1);
  text("holder", record.holder);
  number("heartbeat", record.heartbeat);
  text("phase", kPhases[static_cast<std::size_t>(record.phase)]);
  text("guards", record.guards);
  text("id", record.id);
  text("strategy", kStrategies[static_cast<std::size_t>(record.strategy)]);
  text("started", record.started);
  text("rotated", record.rotated);
  number("failures", record.failures);
  text("pending", record.pending.Reveal());
  text("previous", record.previous.Reveal());
  writer.Key("stamps");
  writer.StartObject();
  for (const auto& [name, stamp] : record.stamps) {
    text(name.c_str(), stamp);
  }
  writer.EndObject();
  writer.EndObject();
  base::SecretBytes bytes(std::string_view(buffer.GetString(), buffer.GetSize()));
  base::Wipe(const_cast<char*>(buffer.GetString()), buffer.GetSize());
  return bytes;
}

}  // namespace rotation
