// SHA-256 as lower-case hex.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <string_view>

namespace trail {

using HexDigest = std::array<char, 64>;

inline std::string_view View(const HexDigest& digest) { return {digest.data(), digest.size()}; }

// Keep it for many texts: OpenSSL looks the algorithm up anew for each one-shot hash. One thread.
class Sha256 {
 public:
  // Throws std::bad_alloc.
  Sha256();
  // Does not allocate.
  HexDigest Of(std::string_view text);

 private:
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace trail
