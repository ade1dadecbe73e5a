// Reading and writing the JSON of Kubernetes objects with RapidJSON. Internal to this module.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "kube/client.h"

namespace kube_http {

using rapidjson::Value;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

// The value at a path of members; null where there is none.
const Value* At(const Value* object, std::initializer_list<const char*> path);
std::string Text(const Value* object, std::initializer_list<const char*> path);
long Number(const Value* object, std::initializer_list<const char*> path, long fallback);
bool Flag(const Value* object, std::initializer_list<const char*> path);
std::map<std::string, std::string> Texts(const Value* object);
// The controlling owner.
kube::Owner OwnerOf(const Value* object);

// Calls `act` with each item of an array; does nothing where it is none.
template <typename Act>
void Each(const Value* array, Act act) {
  if (array != nullptr && array->IsArray()) {
    for (const auto& item : array->GetArray()) {
      act(item);
    }
  }
}

// Parses in place and wipes: the values are copied into their owners by `decode`, which gets the object and what to
// return where it is of another shape.
template <typename T, typename Decode>
base::Result<T> WithDocument(std::string_view body, const char* what, Decode decode) {
  std::string copy(body);
  rapidjson::Document document;
  document.ParseInsitu<rapidjson::kParseIterativeFlag | rapidjson::kParseInsituFlag>(copy.data());
  base::Result<T> result =
      base::Fail(base::Code::kUnavailable, std::string("the API server's answer is no ") + what + ": cut or garbled");
  if (!document.HasParseError() && document.IsObject()) {
    result = decode(document, std::move(result));
  }
  base::Wipe(copy);
  return result;
}

void Put(Writer& writer, std::string_view text);
void Put(Writer& writer, const char* key, std::string_view text);
// A member that is an object; `fill` writes its members.
template <typename Fill>
void PutObject(Writer& writer, const char* key, Fill fill) {
  writer.Key(key);
  writer.StartObject();
  fill();
  writer.EndObject();
}

// A whole document; `fill` writes its members. What the writer held is wiped.
template <typename Fill>
base::SecretBytes Encode(Fill fill) {
  // More than anything that is written here takes: a buffer that grew would leave a copy of a token behind.
  constexpr std::size_t kRoom = 16384;
  rapidjson::StringBuffer buffer(nullptr, kRoom);
  Writer writer(buffer);
  writer.StartObject();
  fill(writer);
  writer.EndObject();
  base::SecretBytes bytes(std::string_view(buffer.GetString(), buffer.GetSize()));
  base::Wipe(const_cast<char*>(buffer.GetString()), buffer.GetSize());
  return bytes;
}

}  // namespace kube_http
