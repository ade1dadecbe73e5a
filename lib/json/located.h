// JSON values that know their line, for errors about files that people write. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace json {

struct LocatedValue {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  std::size_t line = 1;             // From 1. The line of an array's or object's first character, of any other's last.
  bool truth = false;               // Of kBool.
  std::string text;                 // Of kString, decoded; of kNumber, as written in the file.
  std::vector<LocatedValue> items;  // Of kArray.
  struct Member;
  std::vector<Member> members;  // Of kObject, in the order of the file; a name can occur twice.
};

struct LocatedValue::Member {
  std::string name;
  LocatedValue value;
};

// kInvalid: "line N: not JSON: <reason>"; also if the text has more than 16 levels, which bounds the recursion of
// readers. No part of the text is in the message.
base::Result<LocatedValue> ParseLocated(std::string_view text);

}  // namespace json
