#include "base/hex.h"

#include <algorithm>
#include <array>

namespace base {
namespace {

using Pair = std::array<char, 2>;

// The digits of each byte.
constexpr std::array<Pair, 256> kPairs = [] {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<Pair, 256> pairs{};
  for (std::size_t byte = 0; byte < pairs.size(); ++byte) {
    pairs[byte] = {kDigits[byte / 16], kDigits[byte % 16]};
  }
  return pairs;
}();

}  // namespace

void HexTo(std::string_view bytes, char* out) {
  for (const char c : bytes) {
    out = std::copy_n(kPairs[static_cast<unsigned char>(c)].data(), 2, out);
  }
}

std::string Hex(std::string_view bytes) {
  std::string hex(bytes.size() * 2, '\0');
  HexTo(bytes, hex.data());
  return hex;
}

}  // namespace base
