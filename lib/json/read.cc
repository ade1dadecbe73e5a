#include "json/read.h"

#include <rapidjson/error/en.h>

#include <utility>

namespace json {

base::Result<Object> Object::Parse(std::string_view text) {
  Object object;
  object.text_.reserve(text.size() + 1);
  object.text_.append(text);
  object.text_.push_back('\0');
  object.document_.ParseInsitu<rapidjson::kParseIterativeFlag | rapidjson::kParseInsituFlag>(object.text_.begin());
  if (object.document_.HasParseError()) {
    return base::Fail(base::Code::kInvalid, std::string("not JSON: ") +
                                                rapidjson::GetParseError_En(object.document_.GetParseError()) +
                                                " at offset " + std::to_string(object.document_.GetErrorOffset()));
  }
  if (!object.document_.IsObject()) {
    return base::Fail(base::Code::kInvalid, "not a JSON object");
  }
  return object;
}

const Value* At(const Value* object, Path path) {
  for (const char* name : path) {
    if (object == nullptr || !object->IsObject()) {
      return nullptr;
    }
    const auto found = object->FindMember(name);
    object = found == object->MemberEnd() ? nullptr : &found->value;
  }
  return object;
}

std::string Text(const Value* object, Path path) {
  const Value* value = At(object, path);
  return value != nullptr && value->IsString() ? std::string(value->GetString(), value->GetStringLength()) : "";
}

long Number(const Value* object, Path path, long fallback) {
  const Value* value = At(object, path);
  return value != nullptr && value->IsInt64() ? static_cast<long>(value->GetInt64()) : fallback;
}

bool Flag(const Value* object, Path path) {
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

}  // namespace json
