// Base64 beside OpenSSL's: the same encoding of any bytes, the same bytes of any text that is accepted, nothing
// accepted that OpenSSL refuses, and one encoding for each value.
#include "base/base64.h"

#include <openssl/evp.h>

#include <algorithm>
#include <string>

#include "target.h"

namespace {

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string OpenSslEncode(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), Bytes(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

// Null bytes stand for padding in what it decodes.
std::string OpenSslDecode(std::string_view text, bool& accepted) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), Bytes(text), static_cast<int>(text.size()));
  accepted = length >= 0;
  const auto padding = static_cast<std::size_t>(std::count(text.begin(), text.end(), '='));
  bytes.resize(accepted ? static_cast<std::size_t>(length) - std::min(static_cast<std::size_t>(length), padding) : 0);
  return bytes;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::View(data, std::min(size, fuzz::kMostBytes));
  const std::string encoded = base::EncodeBase64(text);
  fuzz::Require(encoded == OpenSslEncode(text), "bytes are encoded as OpenSSL does");
  fuzz::Require(base::DecodeBase64(encoded)->Reveal() == text, "what was encoded is decoded");

  const auto error = base::CheckBase64(text);
  const auto decoded = base::DecodeBase64(text);
  fuzz::Require(error.has_value() != decoded.has_value(), "check and decode agree");
  fuzz::Require(!error || error->offset <= text.size(), "an offset lies in the text");
  if (decoded) {
    bool accepted = false;
    fuzz::Require(decoded->Reveal() == OpenSslDecode(text, accepted) && accepted, "text is decoded as OpenSSL does");
    fuzz::Require(base::EncodeBase64(decoded->Reveal()) == text, "each value has one encoding");
  }
  return 0;
}
