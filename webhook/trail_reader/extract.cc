#include "trail_reader/extract.h"

#include <algorithm>

namespace trail_reader {
namespace {

using rapidjson::Value;

constexpr std::string_view kBegin = R"({"version":)";
constexpr std::size_t kMaxSource = 512;  // Bytes: sources are kept.

// Words that may stand before the line: "[pod/NAME/CONTAINER]", a time, and the kubelet's "stdout F".
bool IsPrefixWord(std::string_view word) {
  return (word.front() == '[' && word.back() == ']') || (word.front() >= '0' && word.front() <= '9') ||
         word == "stdout" || word == "stderr" || word == "F" || word == "P";
}

// The line behind its prefix; empty if something else stands there.
Extracted BehindPrefix(std::string_view raw) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  Extracted found;
  raw.remove_prefix(raw.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  while (!raw.empty() && raw.front() != '{') {
    const auto blank = raw.find(' ');
    if (blank == 0 || blank == std::string_view::npos || !IsPrefixWord(raw.substr(0, blank))) {
      return {};
    }
    if (raw.front() == '[') {
      found.source = raw.substr(1, std::min(blank - 2, kMaxSource));
    }
    raw.remove_prefix(blank + 1);
  }
  while (!raw.empty() && (raw.back() == '\r' || raw.back() == '\n')) {
    raw.remove_suffix(1);
  }
  found.line = raw;
  return found;
}

std::string_view TextAt(const Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found != object.MemberEnd() && found->value.IsString()
             ? std::string_view(found->value.GetString(), found->value.GetStringLength())
             : std::string_view();
}

const Value* ObjectAt(const Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found != object.MemberEnd() && found->value.IsObject() ? &found->value : nullptr;
}

std::string_view OriginalIn(const Value& object) {
  if (const auto text = TextAt(object, "event.original"); !text.empty()) {
    return text;
  }
  if (const Value* const event = ObjectAt(object, "event")) {
    if (const auto text = TextAt(*event, "original"); !text.empty()) {
      return text;
    }
  }
  for (const char* const name : {"log", "message"}) {
    if (const auto text = TextAt(object, name); !text.empty()) {
      return text;
    }
  }
  return {};
}

std::string_view PodIn(const Value& object) {
  const Value* const kubernetes = ObjectAt(object, "kubernetes");
  if (kubernetes == nullptr) {
    return {};
  }
  const Value* const pod = ObjectAt(*kubernetes, "pod");
  return pod != nullptr ? TextAt(*pod, "name") : TextAt(*kubernetes, "pod_name");
}

}  // namespace

Extracted Extractor::Extract(std::string_view raw) {
  auto found = BehindPrefix(raw);
  if (found.line.empty() || found.line.starts_with(kBegin)) {
    return found;
  }
  return FromCollector(found.line);
}

Extracted Extractor::FromCollector(std::string_view object) {
  text_.assign(object.begin(), object.end());
  text_.push_back('\0');
  document_.GetAllocator().Clear();
  document_.ParseInsitu<rapidjson::kParseIterativeFlag | rapidjson::kParseInsituFlag>(text_.data());
  if (document_.HasParseError() || !document_.IsObject()) {
    return {};
  }
  const Value* const source = ObjectAt(document_, "_source");
  const Value& holder = source != nullptr ? *source : static_cast<const Value&>(document_);
  if (holder.HasMember("previous") && holder.HasMember("sequence") && holder.HasMember("version")) {
    return {object,
            PodIn(holder).substr(
                0, kMaxSource)};  // A collector has written the line anew: readable, but no longer the original.
  }
  auto found = BehindPrefix(OriginalIn(holder));
  if (!found.line.starts_with(kBegin)) {
    return {};
  }
  if (found.source.empty()) {
    found.source = PodIn(holder).substr(0, kMaxSource);
  }
  return found;
}

}  // namespace trail_reader
