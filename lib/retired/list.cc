#include "retired/list.h"

#include <algorithm>
#include <utility>

#include "json/read.h"
#include "json/write.h"

namespace retired {
namespace {

base::Error Wrong(const std::string& what) {
  return {base::Code::kInvalid, "the retired list (" + std::string(kListName) + ") " + what};
}

auto Matching(const List& list, std::string_view fingerprint) {
  // Compare the ends first: all fingerprints begin alike.
  const auto end = fingerprint.substr(fingerprint.size() - std::min<std::size_t>(fingerprint.size(), 1));
  return std::find_if(list.entries.begin(), list.entries.end(), [&](const Entry& entry) {
    return entry.fingerprint.ends_with(end) && entry.fingerprint == fingerprint;
  });
}

}  // namespace

std::optional<std::string_view> List::RetiredAt(std::string_view fingerprint) const {
  const auto found = Matching(*this, fingerprint);
  if (found == entries.end()) {
    return std::nullopt;
  }
  return found->at;
}

void List::Add(std::string fingerprint, std::string at) {
  Remove(fingerprint);
  entries.push_back({std::move(fingerprint), std::move(at)});
  if (entries.size() > kMax) {
    entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(kMax));
  }
}

void List::Remove(std::string_view fingerprint) {
  const auto found = Matching(*this, fingerprint);
  if (found != entries.end()) {
    entries.erase(found);
  }
}

base::Result<List> Parse(std::string_view text) {
  List list;
  if (text.empty()) {
    return list;
  }
  const auto parsed = json::Object::Parse(text);
  if (!parsed) {
    return base::Fail(Wrong("is " + parsed.error().message));
  }
  const json::Value* root = &parsed->Root();
  if (json::Number(root, {"version"}, 0) != 1) {
    return base::Fail(Wrong("has no \"version\": 1"));
  }
  list.rotated_at = json::Text(root, {"rotatedAt"});
  const json::Value* entries = json::At(root, {"retired"});
  if (entries == nullptr || !entries->IsArray()) {
    return base::Fail(Wrong("has no array \"retired\""));
  }
  for (const auto& value : entries->GetArray()) {
    Entry entry{json::Text(&value, {"fingerprint"}), json::Text(&value, {"at"})};
    if (!entry.fingerprint.starts_with(kFingerprintPrefix) || entry.at.empty()) {
      return base::Fail(
          Wrong("has an entry without fingerprint and time, number " + std::to_string(list.entries.size() + 1)));
    }
    list.entries.push_back(std::move(entry));
  }
  return list;
}

std::string Serialize(const List& list) {
  return json::Encode([&](json::Writer& writer) {
    writer.Key("version");
    writer.Int(1);
    json::Put(writer, "rotatedAt", list.rotated_at);
    writer.Key("retired");
    writer.StartArray();
    for (const auto& entry : list.entries) {
      writer.StartObject();
      json::Put(writer, "fingerprint", entry.fingerprint);
      json::Put(writer, "at", entry.at);
      writer.EndObject();
    }
    writer.EndArray();
  });
}

}  // namespace retired
