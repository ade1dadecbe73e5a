// OpenSSL 3 calls these functions deprecated. Its EVP ones allocate for each copy of a hash.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "trail/sha256.h"

#include "base/hex.h"

namespace trail {

Sha256::Sha256() { SHA256_Init(&state_); }

Sha256& Sha256::Add(std::string_view text) {
  SHA256_Update(&state_, text.data(), text.size());
  return *this;
}

HexDigest Sha256::Digest() const {
  SHA256_CTX copy = state_;
  std::array<unsigned char, SHA256_DIGEST_LENGTH> bytes{};
  SHA256_Final(bytes.data(), &copy);
  HexDigest digest{};
  base::HexTo({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, digest.data());
  return digest;
}

}  // namespace trail
