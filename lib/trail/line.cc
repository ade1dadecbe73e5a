#include "trail/line.h"

#include <utility>

#include "base/time_text.h"
#include "json/write.h"

namespace trail {
namespace {

constexpr std::size_t kUsualLine = 1024;  // Bytes.

}  // namespace

Line::Line(std::string_view type, ports::Clock::WallTime time) {
  text_.reserve(kUsualLine);
  Raw(R"({"version":2,"type":")").Raw(type).Text(R"(","time":)", base::FormatTime(time));
}

Line& Line::Text(std::string_view before, std::string_view text) {
  json::AppendString(text_.append(before), text, kMaxField);
  return *this;
}

std::string Line::Finish(std::string_view instance) {
  Text(R"(,"instance":)", instance);
  return std::move(text_);
}

void AppendLink(std::string& record, std::uint64_t sequence, std::string_view previous) {
  record.append(R"(,"sequence":)").append(std::to_string(sequence));
  record.append(R"(,"previous":")").append(previous).append("\"}");
}

}  // namespace trail
