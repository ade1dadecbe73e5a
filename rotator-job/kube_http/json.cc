#include "kube_http/json.h"

namespace kube_http {

const Value* At(const Value* object, std::initializer_list<const char*> path) {
  for (const char* name : path) {
    if (object == nullptr || !object->IsObject()) {
      return nullptr;
    }
    const auto found = object->FindMember(name);
    object = found == object->MemberEnd() ? nullptr : &found->value;
  }
  return object;
}

std::string Text(const Value* object, std::initializer_list<const char*> path) {
  const Value* value = At(object, path);
  return value != nullptr && value->IsString() ? std::string(value->GetString(), value->GetStringLength()) : "";
}

long Number(const Value* object, std::initializer_list<const char*> path, long fallback) {
  const Value* value = At(object, path);
  return value != nullptr && value->IsInt64() ? static_cast<long>(value->GetInt64()) : fallback;
}

bool Flag(const Value* object, std::initializer_list<const char*> path) {
  const Value* value = At(object, path);
  return value != nullptr && value->IsBool() && value->GetBool();
}

std::map<std::string, std::string> Texts(const Value* object) {
  std::map<std::string, std::string> texts;
  if (object != nullptr && object->IsObject()) {
    for (const auto& member : object->GetObject()) {
      if (member.value.IsString()) {
        texts.emplace(member.name.GetString(), member.value.GetString());
      }
    }
  }
  return texts;
}

kube::Owner OwnerOf(const Value* object) {
  kube::Owner owner;
  Each(At(object, {"metadata", "ownerReferences"}), [&](const Value& reference) {
    if (Flag(&reference, {"controller"})) {
      owner = {Text(&reference, {"kind"}), Text(&reference, {"name"}), Text(&reference, {"uid"})};
    }
  });
  return owner;
}

void Put(Writer& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void Put(Writer& writer, const char* key, std::string_view text) {
  writer.Key(key);
  Put(writer, text);
}

}  // namespace kube_http
