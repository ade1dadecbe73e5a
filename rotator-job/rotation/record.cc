#include "rotation/record.h"

#include <array>

#include "json/read.h"
#include "json/write.h"

namespace rotation {
namespace {

constexpr std::array<std::string_view, 3> kPhases{"idle", "forward", "back"};
constexpr std::array<std::string_view, 2> kStrategies{"rollout", "delete-pods"};

// The index of a name; 0 if the name is empty. `known` becomes false for any other name.
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

}  // namespace

base::Error WithCreateCommand(base::Error error, const std::string& name, const std::string& ns) {
  if (error.code == base::Code::kNotFound) {
    error.message += "; create the Secret, empty: kubectl create secret generic " + name + " -n " + ns;
  }
  return error;
}

base::Error UnusableRecord(const std::string& what, const std::string& ns) {
  return {base::Code::kInvalid, std::string("the record in Secret ") + kRecordSecret + " " + what +
                                    "; check which token is live, then empty the record: kubectl patch secret " +
                                    kRecordSecret + " -n " + ns +
                                    " --type=json -p '[{\"op\":\"remove\",\"path\":\"/data\"}]'"};
}

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
  copy.unproven = unproven;
  copy.failures = failures;
  copy.pending = pending.Clone();
  copy.previous = previous.Clone();
  copy.stamps = stamps;
  return copy;
}

base::Result<Record> ParseRecord(const base::SecretBytes& text, const std::string& ns) {
  Record record;
  if (text.Empty()) {
    return record;
  }
  const auto object = json::Object::Parse(text.Reveal());
  if (!object) {
    return base::Fail(UnusableRecord("is " + object.error().message, ns));
  }
  const json::Value* root = &object->Root();
  bool known = true;
  record.phase = static_cast<Phase>(Index(kPhases, json::Text(root, {"phase"}), known));
  record.strategy = static_cast<Strategy>(Index(kStrategies, json::Text(root, {"strategy"}), known));
  record.guards = json::Text(root, {"guards"});
  record.holder = json::Text(root, {"holder"});
  record.heartbeat = json::Number(root, {"heartbeat"}, 0);
  record.id = json::Text(root, {"id"});
  record.started = json::Text(root, {"started"});
  record.rotated = json::Text(root, {"rotated"});
  record.unproven = json::Text(root, {"unproven"});
  record.failures = json::Number(root, {"failures"}, 0);
  record.pending = base::SecretBytes(json::Text(root, {"pending"}));
  record.previous = base::SecretBytes(json::Text(root, {"previous"}));
  record.stamps = json::Texts(json::At(root, {"stamps"}));
  if (json::Number(root, {"version"}, 0) != 1) {
    return base::Fail(UnusableRecord("does not have version 1", ns));
  }
  if (!known || record.failures < 0) {
    return base::Fail(UnusableRecord("has an unknown phase or strategy, or a negative count", ns));
  }
  if (record.phase != Phase::kIdle && (record.pending.Empty() || record.id.empty())) {
    return base::Fail(UnusableRecord("describes a rotation under way without its id or its token", ns));
  }
  return record;
}

base::SecretBytes SerializeRecord(const Record& record) {
  return json::EncodeSecret([&](json::Writer& writer) {
    const auto number = [&](const char* key, long value) {
      writer.Key(key);
      writer.Int64(value);
    };
    number("version", 1);
    json::Put(writer, "holder", record.holder);
    number("heartbeat", record.heartbeat);
    json::Put(writer, "phase", kPhases[static_cast<std::size_t>(record.phase)]);
    json::Put(writer, "guards", record.guards);
    json::Put(writer, "id", record.id);
    json::Put(writer, "strategy", kStrategies[static_cast<std::size_t>(record.strategy)]);
    json::Put(writer, "started", record.started);
    json::Put(writer, "rotated", record.rotated);
    json::Put(writer, "unproven", record.unproven);
    number("failures", record.failures);
    json::Put(writer, "pending", record.pending.Reveal());
    json::Put(writer, "previous", record.previous.Reveal());
    json::PutObject(writer, "stamps", [&] {
      for (const auto& [name, stamp] : record.stamps) {
        json::Put(writer, name.c_str(), stamp);
      }
    });
  });
}

}  // namespace rotation
