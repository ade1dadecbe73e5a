#include "trail_reader/digest.h"

#include "base/hex.h"
#include "trail/sha256.h"

namespace trail_reader {
namespace {

int Value(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

}  // namespace

Digest DigestOf(std::string_view text) {
  Digest digest{};
  FromHex(trail::View(trail::Sha256::Of(text)), digest);
  return digest;
}

std::string ToHex(const Digest& digest) { return base::Hex({digest.data(), digest.size()}); }

bool FromHex(std::string_view text, Digest& digest) {
  Digest read{};
  if (text.size() != 2 * read.size()) {
    return false;
  }
  for (std::size_t i = 0; i < read.size(); ++i) {
    const int high = Value(text[2 * i]);
    const int low = Value(text[2 * i + 1]);
    if (high < 0 || low < 0) {
      return false;
    }
    read[i] = static_cast<char>(high * 16 + low);
  }
  digest = read;
  return true;
}

}  // namespace trail_reader
