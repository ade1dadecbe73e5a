#include "retired/fingerprint.h"

#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <optional>

#include "base/hex.h"

namespace retired {
namespace {

constexpr std::string_view kMarkPurpose = "token-guard/returnable/v1";
constexpr std::size_t kMacBytes = 32;
constexpr std::size_t kShownBytes = kMacBytes / 2;

// HMAC-SHA-256, set up once for a key: OpenSSL looks algorithms up anew for each one-shot HMAC(), which takes several
// times as long as the hash itself.
class KeyedHash {
 public:
  KeyedHash() : algorithm_(EVP_MAC_fetch(nullptr, "HMAC", nullptr)), context_(EVP_MAC_CTX_new(algorithm_)) {}
  ~KeyedHash() {
    EVP_MAC_CTX_free(context_);
    EVP_MAC_free(algorithm_);
  }
  KeyedHash(const KeyedHash&) = delete;
  KeyedHash& operator=(const KeyedHash&) = delete;

  std::array<unsigned char, EVP_MAX_MD_SIZE> Of(const base::SecretBytes& key, std::string_view text) {
    if (key_ && key.Equals(*key_)) {
      EVP_MAC_init(context_, nullptr, 0, nullptr);
    } else {
      key_ = key.Clone();
      std::string digest = "SHA256";
      const std::array parameters{OSSL_PARAM_construct_utf8_string("digest", digest.data(), 0),
                                  OSSL_PARAM_construct_end()};
      EVP_MAC_init(context_, Bytes(key.Reveal()), key.size(), parameters.data());
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
    std::size_t length = 0;
    EVP_MAC_update(context_, Bytes(text), text.size());
    EVP_MAC_final(context_, result.data(), &length, result.size());
    return result;
  }

 private:
  static const unsigned char* Bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }

  EVP_MAC* const algorithm_;
  EVP_MAC_CTX* const context_;
  std::optional<base::SecretBytes> key_;
};

std::string_view View(const std::array<unsigned char, EVP_MAX_MD_SIZE>& mac, std::size_t from) {
  return {reinterpret_cast<const char*>(mac.data()) + from, kShownBytes};
}

std::array<unsigned char, EVP_MAX_MD_SIZE> Mac(const base::SecretBytes& key, std::string_view text) {
  static thread_local KeyedHash hash;
  return hash.Of(key, text);
}

}  // namespace

std::string Fingerprint(const base::SecretBytes& key, std::string_view token) {
  return std::string(kFingerprintPrefix) + base::Hex(View(Mac(key, token), 0));
}

std::string ReturnMark(const base::SecretBytes& key, const Place& place, std::string_view token) {
  // No part can hold a line break: names are DNS names, keys are limited by Kubernetes, the fingerprint is hex.
  std::string text;
  for (const std::string_view part : {kMarkPurpose, place.secret_namespace, place.secret, place.key}) {
    text += part;
    text += '\n';
  }
  text += Fingerprint(key, token);
  return base::Hex(View(Mac(key, text), kShownBytes));
}

}  // namespace retired
