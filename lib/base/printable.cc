#include "base/printable.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/utf8.h"

namespace base {

std::string Printable(std::string_view text, std::size_t max_bytes) {
  std::string safe;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = Utf8Length(text, at);
    std::string form = "\xEF\xBF\xBD";
    if (length > 0) {
      form = text.substr(at, length);
      if (const char32_t c = CodePoint(form); IsUnsafeToPrint(c)) {
        std::array<char, 16> escape{};
        static_cast<void>(std::snprintf(escape.data(), escape.size(), "\\u%04X", static_cast<unsigned>(c)));
        form = escape.data();
      }
    }
    if (safe.size() + form.size() > max_bytes) {
      return safe + "…";
    }
    safe += form;
    at += std::max<std::size_t>(length, 1);
  }
  return safe;
}

}  // namespace base
