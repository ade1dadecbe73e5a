#include "admission/json_text.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "base/utf8.h"

namespace admission {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace

void AppendJsonString(std::string& out, std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\';  // ASCII.
  });
  if (plain) {
    out.append(1, '"').append(text).append(1, '"');
    return;
  }
  std::string valid;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = base::Utf8Length(text, i);
    valid.append(length == 0 ? kReplacement : text.substr(i, length));
    i += std::max<std::size_t>(length, 1);
  }
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  out.append(buffer.GetString(), buffer.GetSize());
}

}  // namespace admission
