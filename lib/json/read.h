// Reading JSON objects that other programs wrote: Kubernetes objects, the record, the retired list.
//
// The readers below are lenient: a value that is absent or of another type reads as the fallback, because the API
// server adds fields at will. For files that people write, and whose mistakes need a line number, see field_reader.h.
// Pure; any number of threads.
#pragma once

#include <rapidjson/document.h>

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/secret_text.h"

namespace json {

using rapidjson::Value;

// One JSON object. Its strings point into a copy of the text, which may hold a token: the copy is overwritten when the
// object ends. RapidJSON's tree holds pointers alone.
class Object {
 public:
  // kInvalid: "not JSON: <reason> at offset N" or "not a JSON object". No part of the text is in the message. Depth is
  // limited by memory alone, not by the stack.
  static base::Result<Object> Parse(std::string_view text);

  // Valid as long as this object, also after a move.
  [[nodiscard]] const Value& Root() const { return document_; }

 private:
  base::SecretText text_;
  rapidjson::Document document_;
};

using Path = std::initializer_list<const char*>;

// The value at a path of member names; null if there is none. `object` may be null in every function here.
const Value* At(const Value* object, Path path);
// The string at a path, or "".
std::string Text(const Value* object, Path path);
// The whole number at a path, or `fallback`.
long Number(const Value* object, Path path, long fallback);
// Whether the value at a path is `true`.
bool Flag(const Value* object, Path path);
// The members whose values are strings, for example labels.
std::map<std::string, std::string> Texts(const Value* object);

// Calls `act` with each item of an array; does nothing if `array` is null or no array.
template <typename Act>
void Each(const Value* array, Act act) {
  if (array != nullptr && array->IsArray()) {
    for (const auto& item : array->GetArray()) {
      act(item);
    }
  }
}

}  // namespace json
