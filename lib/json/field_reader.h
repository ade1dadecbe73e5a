// Reading the fields of located JSON into ours, with everything that is wrong collected, not only the first.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/located.h"

namespace json {

// How a text has to look: what a message says was expected, and the test.
struct TextFormat {
  std::string_view expected;
  bool (*fits)(std::string_view text);
};

// Everything that is wrong with a file, by line.
class Problems {
 public:
  void Add(const LocatedValue& at, const std::string& path, const std::string& what);
  [[nodiscard]] bool Empty() const { return lines_.empty(); }
  // "line N: path what", a line each, in the file's order.
  [[nodiscard]] std::string Text() const;

 private:
  std::vector<std::pair<std::size_t, std::string>> lines_;
};

// One object's fields. Each is read by name into a value of ours, which stays as it was where the file says nothing or
// something wrong. The end of a FieldReader complains about fields that nobody has asked for and about doubles.
// Refers to the object and the problems for as long as it lives.
class FieldReader {
 public:
  FieldReader(const LocatedValue& object, std::string path, Problems& problems);
  FieldReader(const FieldReader&) = delete;
  FieldReader& operator=(const FieldReader&) = delete;
  ~FieldReader();

  // Complains where the field is missing.
  void Require(const char* name);
  // Null where the file says nothing.
  const LocatedValue* Find(const char* name);
  // "profiles[0].mode"
  [[nodiscard]] std::string PathOf(const std::string& name) const;

  void Text(const char* name, const TextFormat& format, std::string& into);
  void Texts(const char* name, const TextFormat& format, std::vector<std::string>& into);
  // Bounds included.
  template <typename Number>
  void Integer(const char* name, long least, long most, Number& into) {
    long number = static_cast<long>(into);
    if (ReadInteger(name, least, most, number)) {
      into = static_cast<Number>(number);
    }
  }
  template <typename Choice>
  void OneOf(const char* name, const std::vector<std::pair<const char*, Choice>>& choices, Choice& into) {
    std::vector<std::string_view> names;
    names.reserve(choices.size());
    for (const auto& choice : choices) {
      names.emplace_back(choice.first);
    }
    if (const std::size_t index = ReadChoice(name, names); index < choices.size()) {
      into = choices[index].second;
    }
  }
  // Calls `read` with each item of the list and its path.
  void Each(const char* name, const std::function<void(const LocatedValue& item, const std::string& path)>& read);

 private:
  bool ReadInteger(const char* name, long least, long most, long& into);
  // The index of the choice, or their number where there is none.
  std::size_t ReadChoice(const char* name, const std::vector<std::string_view>& choices);
  void ReadText(const LocatedValue& value, const std::string& path, const TextFormat& format, std::string& into);
  [[nodiscard]] std::string Known() const;

  const LocatedValue& object_;
  const std::string path_;
  Problems& problems_;
  std::set<std::string> known_;
};

}  // namespace json
