// Reads the fields of a JSON object into C++ values and collects every problem with its line, not only the first.
//
//   json::Problems problems;
//   {
//     json::FieldReader fields(root, "", problems);
//     fields.Require("name");
//     fields.Text("name", kLabel, profile.name);
//     fields.Integer("minLength", 16, 1024, profile.min_length);
//   }  // Reports unknown fields and fields that are set twice.
//   if (!problems.Empty()) { … problems.Text() … }
//
// A target keeps its value, the default, if the field is absent or wrong. One thread.
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

// What a string must look like: the words after "expected" in a message, and the test.
struct TextFormat {
  std::string_view expected;
  bool (*fits)(std::string_view text);
};

// The problems of one file.
class Problems {
 public:
  void Add(const LocatedValue& at, const std::string& path, const std::string& what);
  [[nodiscard]] bool Empty() const { return lines_.empty(); }
  // One line for each problem, by line of the file: "line N: path what".
  [[nodiscard]] std::string Text() const;

 private:
  std::vector<std::pair<std::size_t, std::string>> lines_;
};

// The object and the problems outlive the reader.
class FieldReader {
 public:
  // `path` is the path of the object, for example "profiles[0]"; empty for the root.
  FieldReader(const LocatedValue& object, std::string path, Problems& problems);
  FieldReader(const FieldReader&) = delete;
  FieldReader& operator=(const FieldReader&) = delete;
  // Reports each field that has not been read, and each field that is set twice.
  ~FieldReader();

  // Reports the field if it is absent.
  void Require(const char* name);
  // The value of the field; null if it is absent.
  const LocatedValue* Find(const char* name);
  // The path of a field of this object, for example "profiles[0].mode".
  [[nodiscard]] std::string PathOf(const std::string& name) const;

  // A string, and an array of strings, which replaces the default.
  void Text(const char* name, const TextFormat& format, std::string& into);
  void Texts(const char* name, const TextFormat& format, std::vector<std::string>& into);
  // A whole number from `least` to `most`, bounds included.
  template <typename Number>
  void Integer(const char* name, long least, long most, Number& into) {
    long number = static_cast<long>(into);
    if (ReadInteger(name, least, most, number)) {
      into = static_cast<Number>(number);
    }
  }
  // One of several names.
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
  // Calls `read` with each item of an array and the path of the item.
  void Each(const char* name, const std::function<void(const LocatedValue& item, const std::string& path)>& read);

 private:
  bool ReadInteger(const char* name, long least, long most, long& into);
  // The index of the choice; choices.size() if the field is absent or none of them.
  std::size_t ReadChoice(const char* name, const std::vector<std::string_view>& choices);
  void ReadText(const LocatedValue& value, const std::string& path, const TextFormat& format, std::string& into);
  [[nodiscard]] std::string Known() const;

  const LocatedValue& object_;
  const std::string path_;
  Problems& problems_;
  std::set<std::string> known_;
};

}  // namespace json
