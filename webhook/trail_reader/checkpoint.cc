#include "trail_reader/checkpoint.h"

#include "json/read.h"
#include "json/write.h"

namespace trail_reader {

base::Result<Checkpoint> ParseCheckpoint(std::string_view text) {
  const auto object = json::Object::Parse(text);
  if (!object) {
    return base::Fail(object.error());
  }
  const json::Value* const chains = json::At(&object->Root(), {"chains"});
  if (json::Number(&object->Root(), {"version"}, 0) != 1 || chains == nullptr || !chains->IsArray()) {
    return base::Fail(base::Code::kInvalid, "not a checkpoint of 'audit verify'");
  }
  Checkpoint checkpoint;
  bool whole = true;
  json::Each(chains, [&](const json::Value& entry) {
    Mark mark;
    const long sequence = json::Number(&entry, {"sequence"}, -1);
    const auto instance = json::Text(&entry, {"instance"});
    whole = whole && sequence >= 0 && !instance.empty() && FromHex(json::Text(&entry, {"digest"}), mark.digest);
    mark.sequence = static_cast<std::uint64_t>(sequence);
    mark.closed = json::Flag(&entry, {"closed"});
    mark.missed = json::Flag(&entry, {"missed"});
    checkpoint[instance] = mark;
  });
  if (!whole) {
    return base::Fail(base::Code::kInvalid, "a chain of the checkpoint has no instance, sequence or digest");
  }
  return checkpoint;
}

std::string Serialize(const Checkpoint& checkpoint) {
  return json::EncodeIndented([&](auto& writer) {
           writer.Key("version");
           writer.Int(1);
           writer.Key("chains");
           writer.StartArray();
           for (const auto& [instance, mark] : checkpoint) {
             writer.StartObject();
             json::Put(writer, "instance", instance);
             writer.Key("sequence");
             writer.Uint64(mark.sequence);
             json::Put(writer, "digest", ToHex(mark.digest));
             writer.Key("closed");
             writer.Bool(mark.closed);
             writer.Key("missed");
             writer.Bool(mark.missed);
             writer.EndObject();
           }
           writer.EndArray();
         }) +
         "\n";
}

Continuation Compare(const Checkpoint& checkpoint, const Chain& chain) {
  const auto found = checkpoint.find(chain.instance);
  if (found == checkpoint.end()) {
    return Continuation::kNew;
  }
  const Mark& mark = found->second;
  if (mark.closed && chain.shape.last > mark.sequence) {
    return Continuation::kRewritten;
  }
  if (const auto digest = DigestOf(chain.links, mark.sequence)) {
    return *digest == mark.digest ? Continuation::kProven : Continuation::kRewritten;
  }
  if (chain.shape.last < mark.sequence) {
    return Continuation::kShortened;
  }
  if (chain.shape.first == mark.sequence + 1) {
    return chain.shape.first_previous == mark.digest ? Continuation::kProven : Continuation::kRewritten;
  }
  return Continuation::kGap;
}

void Advance(Checkpoint& checkpoint, const std::vector<Chain>& chains) {
  for (const auto& chain : chains) {
    Mark& mark = checkpoint[chain.instance];
    if (chain.shape.last >= mark.sequence) {
      mark = {chain.shape.last, chain.shape.last_digest, chain.shape.closed, false};
    }
  }
}

}  // namespace trail_reader
