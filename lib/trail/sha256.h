// SHA-256 as lower-case hex.
#pragma once

#include <openssl/sha.h>

#include <array>
#include <string_view>

namespace trail {

using HexDigest = std::array<char, 64>;

inline std::string_view View(const HexDigest& digest) { return {digest.data(), digest.size()}; }

// A hash of what was added so far. A value: a copy continues from there, so that two texts with the same beginning cost
// it once. Allocates nothing.
class Sha256 {
 public:
  Sha256();
  Sha256& Add(std::string_view text);
  // More can be added afterwards.
  [[nodiscard]] HexDigest Digest() const;
  static HexDigest Of(std::string_view text) { return Sha256().Add(text).Digest(); }

 private:
  SHA256_CTX state_{};
};

}  // namespace trail
