// Base64 as RFC 4648 section 4 defines it, and nothing looser.
//
// Decoding accepts the canonical form alone: the standard alphabet, padded to a multiple of four, unused bits zero, no
// white space. Every value has exactly one encoding, so that two tokens differ exactly if their texts do. What is
// wrong with a text that is not canonical is told by cause and offset; the text itself is never in an error.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/secret_bytes.h"

namespace base {

enum class Base64Fault {
  kAlphabet,   // A character that is neither of the alphabet nor padding.
  kUrl,        // A '-' or '_': the URL-safe alphabet of section 5.
  kPadding,    // '=' missing, too many, or not at the end; or a length that no encoding has.
  kStrayBits,  // The last character carries bits that the decoded bytes do not hold.
};

struct Base64Error {
  Base64Fault fault;
  std::size_t offset;  // Of the first offending character; the length of the text where something is missing.
};

// Null if the text is canonical base64; the empty text is.
std::optional<Base64Error> CheckBase64(std::string_view text);

// The bytes of a canonical text. The message of a failure (kInvalid) names cause and offset.
Result<SecretBytes> DecodeBase64(std::string_view text);

std::string EncodeBase64(std::string_view bytes);

}  // namespace base
