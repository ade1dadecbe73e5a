#include "admission/truncate.h"

#include <algorithm>

#include "base/utf8.h"

namespace admission {
namespace {

std::string CutBefore(std::string_view text, std::size_t end) {
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace

std::string Truncate(std::string_view text, std::size_t max_bytes) {
  return text.size() <= max_bytes ? std::string(text) : CutBefore(text, max_bytes);
}

std::string TruncateForJson(std::string_view text, std::size_t max_bytes) {
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::size_t length = base::Utf8Length(text, i);
    used += length == 0                                         ? 3
            : static_cast<signed char>(c) < 0x20 && length == 1 ? 6
            : c == '"' || c == '\\'                             ? 2
                                                                : length;
    if (used > max_bytes) {
      return CutBefore(text, i);
    }
    i += std::max<std::size_t>(length, 1);
  }
  return std::string(text);
}

}  // namespace admission
