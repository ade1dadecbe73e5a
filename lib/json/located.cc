#include "json/located.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>

namespace json {
namespace {

constexpr std::size_t kMaxDepth = 16;  // A profile file has six levels; more would exhaust the stack.

// Builds the tree from the events of the parser. `open_` holds the arrays and objects that have not ended yet.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  Builder(std::string_view text, const rapidjson::MemoryStream& stream) : text_(text), stream_(stream) {}

  bool Null() { return Put({}); }
  bool Bool(bool truth) {
    LocatedValue value;
    value.kind = LocatedValue::Kind::kBool;
    value.truth = truth;
    return Put(std::move(value));
  }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    return Put(Written(LocatedValue::Kind::kNumber, text, length));
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return Put(Written(LocatedValue::Kind::kString, text, length));
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    open_.back().members.push_back({std::string(text, length), {}});
    return true;
  }
  bool StartObject() { return Open(LocatedValue::Kind::kObject); }
  bool StartArray() { return Open(LocatedValue::Kind::kArray); }
  bool EndObject(rapidjson::SizeType) { return Close(); }
  bool EndArray(rapidjson::SizeType) { return Close(); }

  LocatedValue root;

 private:
  static LocatedValue Written(LocatedValue::Kind kind, const char* text, std::size_t length) {
    LocatedValue value;
    value.kind = kind;
    value.text.assign(text, length);
    return value;
  }

  // The parser only moves forward, so each line break is counted once.
  std::size_t Line() {
    const std::size_t now = std::min(stream_.Tell(), text_.size());
    line_ += static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(seen_),
                                                 text_.begin() + static_cast<std::ptrdiff_t>(now), '\n'));
    seen_ = now;
    return line_;
  }

  bool Open(LocatedValue::Kind kind) {
    LocatedValue value;
    value.kind = kind;
    value.line = Line();
    open_.push_back(std::move(value));
    return open_.size() <= kMaxDepth;
  }

  bool Close() {
    LocatedValue value = std::move(open_.back());
    open_.pop_back();
    return Place(std::move(value));
  }

  bool Put(LocatedValue value) {
    value.line = Line();
    return Place(std::move(value));
  }

  bool Place(LocatedValue value) {
    if (open_.empty()) {
      root = std::move(value);
    } else if (open_.back().kind == LocatedValue::Kind::kArray) {
      open_.back().items.push_back(std::move(value));
    } else {
      open_.back().members.back().value = std::move(value);
    }
    return true;
  }

  std::string_view text_;
  const rapidjson::MemoryStream& stream_;
  std::size_t seen_ = 0;
  std::size_t line_ = 1;
  std::vector<LocatedValue> open_;
};

}  // namespace

base::Result<LocatedValue> ParseLocated(std::string_view text) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  Builder builder(text, stream);
  rapidjson::Reader reader;
  constexpr unsigned kFlags =
      rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  const auto result = reader.Parse<kFlags>(stream, builder);
  if (result.IsError()) {
    const std::size_t offset = std::min(result.Offset(), text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
    const std::string what = result.Code() == rapidjson::kParseErrorTermination
                                 ? "more than " + std::to_string(kMaxDepth) + " levels"
                                 : rapidjson::GetParseError_En(result.Code());
    return base::Fail(base::Code::kInvalid, "line " + std::to_string(line) + ": not JSON: " + what);
  }
  return std::move(builder.root);
}

}  // namespace json
