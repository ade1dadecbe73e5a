#include "token/located_fields.h"

#include <algorithm>
#include <charconv>

namespace token {
namespace {

// How a message calls a value.
std::string Shown(const Located& value) {
  switch (value.kind) {
    case Located::Kind::kText:
      return "'" + value.text + "'";
    case Located::Kind::kNumber:
      return value.text;
    case Located::Kind::kBool:
      return value.truth ? "true" : "false";
    case Located::Kind::kList:
      return "a list";
    case Located::Kind::kObject:
      return "an object";
    case Located::Kind::kNull:
      break;
  }
  return "null";
}

}  // namespace

void Problems::Add(const Located& at, const std::string& path, const std::string& what) {
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

Fields::Fields(const Located& object, std::string path, Problems& problems)
    : object_(object), path_(std::move(path)), problems_(problems) {
  if (object.kind != Located::Kind::kObject) {
    problems_.Add(object, path_.empty() ? "the file" : path_, "is " + Shown(object) + ": expected an object");
  }
}

Fields::~Fields() {
  std::set<std::string> seen;
  for (const auto& [name, value] : object_.members) {
    if (!seen.insert(name).second) {
      problems_.Add(value, PathOf(name), "stands twice in one object");
    } else if (known_.count(name) == 0) {
      problems_.Add(value, PathOf(name), "is unknown: expected one of " + Known());
    }
  }
}

void Fields::Require(const char* name) {
  if (Find(name) == nullptr && object_.kind == Located::Kind::kObject) {
    problems_.Add(object_, PathOf(name), "is missing");
  }
}

const Located* Fields::Find(const char* name) {
  known_.insert(name);
  const auto found = std::find_if(object_.members.begin(), object_.members.end(),
                                  [&](const auto& member) { return member.name == name; });
  return found == object_.members.end() ? nullptr : &found->value;
}

std::string Fields::PathOf(const std::string& name) const { return path_.empty() ? name : path_ + "." + name; }

void Fields::Text(const char* name, const Shape& shape, std::string& into) {
  if (const Located* value = Find(name)) {
    ReadText(*value, PathOf(name), shape, into);
  }
}

void Fields::Texts(const char* name, const Shape& shape, std::vector<std::string>& into) {
  if (Find(name) != nullptr) {
    into.clear();
  }
  Each(name, [&](const Located& item, const std::string& path) { ReadText(item, path, shape, into.emplace_back()); });
}

void Fields::Each(const char* name, const std::function<void(const Located&, const std::string&)>& read) {
  const Located* value = Find(name);
  if (value == nullptr) {
    return;
  }
  if (value->kind != Located::Kind::kList) {
    problems_.Add(*value, PathOf(name), "is " + Shown(*value) + ": expected a list");
    return;
  }
  for (std::size_t i = 0; i < value->items.size(); ++i) {
    read(value->items[i], PathOf(name) + "[" + std::to_string(i) + "]");
  }
}

bool Fields::ReadWhole(const char* name, long least, long most, long& into) {
  const Located* value = Find(name);
  if (value == nullptr) {
    return false;
  }
  const char* end = value->text.data() + value->text.size();
  long number = 0;
  const auto parsed = std::from_chars(value->text.data(), end, number);
  const bool whole = value->kind == Located::Kind::kNumber && parsed.ec == std::errc() && parsed.ptr == end;
  if (!whole || number < least || number > most) {
    problems_.Add(*value, PathOf(name),
                  "is " + Shown(*value) + ": expected a whole number from " + std::to_string(least) + " to " +
                      std::to_string(most));
    return false;
  }
  into = number;
  return true;
}

std::size_t Fields::ReadChoice(const char* name, const std::vector<std::string_view>& choices) {
  const Located* value = Find(name);
  if (value == nullptr) {
    return choices.size();
  }
  std::string expected;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (value->kind == Located::Kind::kText && value->text == choices[i]) {
      return i;
    }
    expected += (expected.empty() ? "" : " or ") + std::string(choices[i]);
  }
  problems_.Add(*value, PathOf(name), "is " + Shown(*value) + ": expected " + expected);
  return choices.size();
}

void Fields::ReadText(const Located& value, const std::string& path, const Shape& shape, std::string& into) {
  if (value.kind != Located::Kind::kText || !shape.fits(value.text)) {
    problems_.Add(value, path, "is " + Shown(value) + ": expected " + std::string(shape.expected));
    return;
  }
  into = value.text;
}

std::string Fields::Known() const {
  std::string names;
  for (const auto& name : known_) {
    names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

}  // namespace token
