// JSON that remembers on which line each value stands, for messages about files that people write.
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
  std::size_t line = 1;  // Where the value ends, or where a list or object begins; counted from 1.
  bool truth = false;
  std::string text;                 // Of kString; of kNumber as it is written.
  std::vector<LocatedValue> items;  // Of kArray.
  struct Member;
  std::vector<Member> members;  // Of kObject, in their order, doubles included.
};

struct LocatedValue::Member {
  std::string name;
  LocatedValue value;
};

// kInvalid: "line N: what is wrong". No part of the text is in the message. Any number of threads.
base::Result<LocatedValue> ParseLocated(std::string_view text);

}  // namespace json
