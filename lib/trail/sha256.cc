#include "trail/sha256.h"

#include <new>

#include "base/hex.h"

namespace trail {

Sha256::Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
  if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) {
    throw std::bad_alloc();
  }
}

HexDigest Sha256::Of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int length = 0;
  EVP_DigestInit_ex(context_.get(), nullptr, nullptr);
  EVP_DigestUpdate(context_.get(), text.data(), text.size());
  EVP_DigestFinal_ex(context_.get(), bytes.data(), &length);
  HexDigest digest{};
  base::HexTo({reinterpret_cast<const char*>(bytes.data()), length}, digest.data());
  return digest;
}

}  // namespace trail
