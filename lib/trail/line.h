// Audit lines of both programs, before their content is filled in: docs/audit.schema.json has the fields of each type.
//
// A record is a line without its number and link: a JSON object without its closing brace. Values. No thread may use a
// Line together with another one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ports/clock.h"

namespace trail {

constexpr std::size_t kMaxLine = 8192;  // Bytes.
constexpr std::size_t kMaxField = 512;  // Bytes of JSON for a text that a client chose.
constexpr std::string_view kMore = "…";

// Composes a record, field by field. `before` is copied as it is: comma, key, colon.
class Line {
 public:
  // Begins with version, type and time. `type` is one of the schema.
  Line(std::string_view type, ports::Clock::WallTime time);
  Line& Raw(std::string_view text) {
    text_.append(text);
    return *this;
  }
  // Truncated to kMaxField; "…" marks where. Escapes what could act on a terminal (json::AppendString).
  Line& Text(std::string_view before, std::string_view text);
  Line& Optional(std::string_view before, const std::optional<std::string>& text) {
    return text ? Text(before, *text) : Raw(before).Raw("null");
  }
  Line& Bool(std::string_view before, bool value) { return Raw(before).Raw(value ? "true" : "false"); }
  Line& Count(std::string_view before, std::uint64_t value) { return Raw(before).Raw(std::to_string(value)); }
  // The record. `instance` (instance.h) is its last field.
  std::string Finish(std::string_view instance);

 private:
  std::string text_;
};

// Makes a record a line: appends its number in the chain of its instance, the SHA-256 of the line before (empty in line
// 0) and the closing brace.
void AppendLink(std::string& record, std::uint64_t sequence, std::string_view previous);

}  // namespace trail
