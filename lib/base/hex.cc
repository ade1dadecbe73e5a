#include "base/hex.h"

namespace base {

void HexTo(std::string_view bytes, char* out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    *out++ = kDigits[byte >> 4U];
    *out++ = kDigits[byte & 0x0FU];
  }
}

std::string Hex(std::string_view bytes) {
  std::string hex(bytes.size() * 2, '\0');
  HexTo(bytes, hex.data());
  return hex;
}

}  // namespace base
