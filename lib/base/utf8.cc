#include "base/utf8.h"

namespace base {

std::size_t Utf8Length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  const std::size_t length = first >= 0xC2 && first < 0xE0   ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  if (length == 0 || at + length > text.size()) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) {
      return 0;
    }
  }
  // An overlong form, a surrogate, or a value over U+10FFFF.
  const bool wrong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) >= 0xA0) ||
                     (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) >= 0x90);
  return wrong ? 0 : length;
}

char32_t CodePoint(std::string_view sequence) {
  constexpr unsigned kContinuationBits = 6;
  // The lead byte of a sequence of n bytes (n > 1) has n + 1 bits of header.
  char32_t c = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() > 1) {
    c &= 0xFFU >> (sequence.size() + 1);
  }
  for (const char byte : sequence.substr(1)) {
    c = (c << kContinuationBits) | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  return c;
}

bool IsUnsafeToPrint(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x61C ||  // Control characters, ARABIC LETTER MARK.
         (c >= 0x200B && c <= 0x200F) ||                        // Zero width, LEFT-TO-RIGHT MARK, RIGHT-TO-LEFT MARK.
         (c >= 0x2028 && c <= 0x202E) ||                        // Separators, embeddings and overrides.
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;           // Isolates, ZERO WIDTH NO-BREAK SPACE.
}

}  // namespace base
