#include "json/field_reader.h"

#include <algorithm>
#include <charconv>

namespace json {
namespace {

// The value as a message shows it.
std::string Shown(const LocatedValue& value) {
  switch (value.kind) {
    case LocatedValue::Kind::kString:
      return "'" + value.text + "'";
    case LocatedValue::Kind::kNumber:
      return value.text;
    case LocatedValue::Kind::kBool:
      return value.truth ? "true" : "false";
    case LocatedValue::Kind::kArray:
      return "a list";
    case LocatedValue::Kind::kObject:
      return "an object";
    case LocatedValue::Kind::kNull:
      break;
  }
  return "null";
}

}  // namespace

void Problems::Add(const LocatedValue& at, const std::string& path, const std::string& what) {
  lines_.emplace_back(at.line, path + " " + what);
}

std::string Problems::Text() const {
  auto sorted = lines_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text;
  for (const auto& [line, what] : sorted) {
    text += (text.empty() ? "line " : "\nline ") + std::to_string(line) + ": " + what;
  }
  return text;
}

FieldReader::FieldReader(const LocatedValue& object, std::string path, Problems& problems)
    : object_(object), path_(std::move(path)), problems_(problems) {
  if (object.kind != LocatedValue::Kind::kObject) {
    problems_.Add(object, path_.empty() ? "the file" : path_, "is " + Shown(object) + ": expected an object");
  }
}

FieldReader::~FieldReader() {
  std::set<std::string> seen;
  for (const auto& [name, value] : object_.members) {
    if (!seen.insert(name).second) {
      problems_.Add(value, PathOf(name), "is set twice");
    } else if (known_.count(name) == 0) {
      problems_.Add(value, PathOf(name), "is unknown: expected one of " + Known());
    }
  }
}

void FieldReader::Require(const char* name) {
  if (Find(name) == nullptr && object_.kind == LocatedValue::Kind::kObject) {
    problems_.Add(object_, PathOf(name), "is missing");
  }
}

const LocatedValue* FieldReader::Find(const char* name) {
  known_.insert(name);
  const auto found = std::find_if(object_.members.begin(), object_.members.end(),
                                  [&](const auto& member) { return member.name == name; });
  return found == object_.members.end() ? nullptr : &found->value;
}

std::string FieldReader::PathOf(const std::string& name) const { return path_.empty() ? name : path_ + "." + name; }

void FieldReader::Text(const char* name, const TextFormat& format, std::string& into) {
  if (const LocatedValue* value = Find(name)) {
    ReadText(*value, PathOf(name), format, into);
  }
}

void FieldReader::Texts(const char* name, const TextFormat& format, std::vector<std::string>& into) {
  if (Find(name) != nullptr) {
    into.clear();
  }
  Each(name,
       [&](const LocatedValue& item, const std::string& path) { ReadText(item, path, format, into.emplace_back()); });
}

void FieldReader::Each(const char* name, const std::function<void(const LocatedValue&, const std::string&)>& read) {
  const LocatedValue* value = Find(name);
  if (value == nullptr) {
    return;
  }
  if (value->kind != LocatedValue::Kind::kArray) {
    problems_.Add(*value, PathOf(name), "is " + Shown(*value) + ": expected a list");
    return;
  }
  for (std::size_t i = 0; i < value->items.size(); ++i) {
    read(value->items[i], PathOf(name) + "[" + std::to_string(i) + "]");
  }
}

bool FieldReader::ReadInteger(const char* name, long least, long most, long& into) {
  const LocatedValue* value = Find(name);
  if (value == nullptr) {
    return false;
  }
  const char* end = value->text.data() + value->text.size();
  long number = 0;
  const auto parsed = std::from_chars(value->text.data(), end, number);
  const bool whole = value->kind == LocatedValue::Kind::kNumber && parsed.ec == std::errc() && parsed.ptr == end;
  if (!whole || number < least || number > most) {
    problems_.Add(*value, PathOf(name),
                  "is " + Shown(*value) + ": expected a whole number from " + std::to_string(least) + " to " +
                      std::to_string(most));
    return false;
  }
  into = number;
  return true;
}

std::size_t FieldReader::ReadChoice(const char* name, const std::vector<std::string_view>& choices) {
  const LocatedValue* value = Find(name);
  if (value == nullptr) {
    return choices.size();
  }
  std::string expected;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (value->kind == LocatedValue::Kind::kString && value->text == choices[i]) {
      return i;
    }
    expected += (expected.empty() ? "" : " or ") + std::string(choices[i]);
  }
  problems_.Add(*value, PathOf(name), "is " + Shown(*value) + ": expected " + expected);
  return choices.size();
}

void FieldReader::ReadText(const LocatedValue& value, const std::string& path, const TextFormat& format,
                           std::string& into) {
  if (value.kind != LocatedValue::Kind::kString || !format.fits(value.text)) {
    problems_.Add(value, path, "is " + Shown(value) + ": expected " + std::string(format.expected));
    return;
  }
  into = value.text;
}

std::string FieldReader::Known() const {
  std::string names;
  for (const auto& name : known_) {
    names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

}  // namespace json
